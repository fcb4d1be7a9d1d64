import type { LucideIcon } from 'lucide-react'
import { Bot, Box, Cog, FileQuestionMark, KeyRound, Server, UserRound, UsersRound, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'

const ICONS: Record<string, LucideIcon> = {
  agent: Bot,
  pipeline: Workflow,
  service: Cog,
  workload: Box,
  human: UserRound,
  team: UsersRound,
  system: Server,
  grant: KeyRound,
}

/** The icon of a kind of thing: agent, pipeline, service, workload, human, team, system, grant. */
export function KindIcon({ kind, className }: { kind: string; className?: string }) {
  const Icon = ICONS[kind] ?? FileQuestionMark
  return (
    <Icon aria-hidden="true" size={14} strokeWidth={1.75} className={`size-3.5 shrink-0 ${className ?? 'text-fg-3'}`} />
  )
}

/** A name with the icon of its kind, cut with an ellipsis where it does not fit. `strong` is the fact of a row. */
export function Who(props: { kind: string; name: ReactNode; for?: ReactNode; strong?: boolean }) {
  const { kind, name, strong = true } = props
  return (
    <span className="flex max-w-full min-w-0 items-center gap-1.5">
      <KindIcon kind={kind} />
      <span className="truncate">
        <span className={strong ? 'font-medium' : undefined}>{name}</span>
        {props.for ? (
          <>
            {' '}
            <span className="text-fg-3">for</span> {props.for}
          </>
        ) : null}
      </span>
    </span>
  )
}
