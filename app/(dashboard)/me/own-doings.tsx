import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { permissionInWords } from '@/lib/domain/inbox'
import type { OwnDoing } from '@/lib/domain/own-access'
import { formatNumber } from '@/lib/format'

function Doing({ doing, now }: { doing: OwnDoing; now: Date }) {
  const { at, sessionId, actor, system, permission, allowed, denied } = doing
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <div className="flex items-baseline gap-2">
        <Link href={`/sessions/${sessionId}`} className="min-w-0 truncate font-medium">
          {permissionInWords({ key: permission, title: null })}
        </Link>
        <span className="shrink-0 text-12 text-fg-3">{formatNumber(allowed)} ×</span>
        <span className="ml-auto shrink-0 text-12 text-fg-3">
          <RelativeTime at={at} now={now} />
        </span>
      </div>
      <p className="truncate text-12 text-fg-2">
        {actor} on {system}, <span className="code">{permission}</span>
        {denied > 0 ? <span className="text-danger-fg">, {formatNumber(denied)} refused</span> : null}
      </p>
    </li>
  )
}

/** What was done in the reader's name in the last thirty days, the latest first. */
export function OwnDoings({ doings, now }: { doings: OwnDoing[]; now: Date }) {
  return (
    <section aria-labelledby="doings" className="page-inset pt-4 pb-4">
      <SectionHead id="doings" title="Done in my name lately" note="30 days" />
      {doings.length > 0 ? (
        <ul className="mt-1.5">
          {doings.map((doing) => (
            <Doing key={`${doing.sessionId} ${doing.permission} ${doing.system}`} doing={doing} now={now} />
          ))}
        </ul>
      ) : (
        <p className="mt-1.5 text-fg-2">Nothing was reported as done in your name.</p>
      )}
    </section>
  )
}
