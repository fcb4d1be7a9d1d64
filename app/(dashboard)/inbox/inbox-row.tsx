'use client'
import { Scale } from 'lucide-react'
import { Checkbox } from '@/components/ui/checkbox'
import { classList } from '@/components/ui/class-list'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import { KindIcon } from '@/components/ui/who'
import type { InboxRow as Row } from '@/lib/domain/inbox'
import { formatDuration, plural } from '@/lib/format'

const CHANGES: Partial<Record<string, string>> = { renew: 'Renew', extend: 'Extend', widen: 'Widen' }

/** What is asked, in a line: what for, and how long. */
function what({ kind, change, title, ttlSeconds, systems, requestedBy }: Row): string {
  if (kind === 'policy') return `Change proposed by ${requestedBy}`
  const on = systems.length > 2 ? plural(systems.length, 'system') : systems.join(', ')
  if (kind === 'grant') return `${CHANGES[change ?? 'new'] ?? 'Grant'} ${title}${on ? `, on ${on}` : ''}`
  const length = ttlSeconds === null ? 'A session' : formatDuration(ttlSeconds)
  return `${length} on ${on || 'an unknown system'}, ${title}`
}

function Pips({ given, needed }: Row['votes']) {
  const words = `${given} of ${plural(needed, 'vote')}`
  return (
    <span className="inline-flex gap-0.5" title={words}>
      {Array.from({ length: needed }, (_, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity
          key={index}
          aria-hidden="true"
          className={classList('size-1.75 rounded-full', index < given ? 'bg-good' : 'border-[1.25px] border-fg-3')}
        />
      ))}
      <span className="sr-only">{words}</span>
    </span>
  )
}

function Breadth({ kind, before, breadth }: Row) {
  if (kind === 'policy') return null
  if (breadth === null) return 'unknown'
  return (
    <>
      {before === null ? null : `${before} → `}
      <b className="text-fg-2">{breadth}</b>
    </>
  )
}

function supporting({ kind, principal, status, decidedBy, isConsent }: Row): string {
  const by = status !== 'pending' && decidedBy ? `, by ${decidedBy}` : ''
  if (kind === 'policy') return `rules${by}`
  return `${isConsent ? 'your consent' : `for ${principal?.name}`}${by}`
}

function Box({ name, selected, onSelect }: { name: string; selected: boolean; onSelect: () => void }) {
  const look = classList(
    'absolute top-2.5 left-4 z-1 bg-surface max-md:hidden md:left-6',
    !selected && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
  )
  return (
    <span className={look}>
      <Checkbox checked={selected} onChange={onSelect} aria-label={`Select ${name}`} />
    </span>
  )
}

function Icon({ actor }: Pick<Row, 'actor'>) {
  if (actor) return <KindIcon kind={actor.kind} />
  return <Scale aria-hidden="true" strokeWidth={1.75} className="size-3.5 text-fg-3" />
}

type Props = {
  row: Row & { href: string }
  here: boolean
  now: Date
  selected: boolean
  onSelect: (() => void) | null
}

/** One question in the list. The box that selects it stands over its icon. */
export function InboxRow({ row, here, now, selected, onSelect }: Props) {
  const isOpen = row.status === 'pending'
  const name = row.actor?.name ?? row.title
  const look = classList(
    'group flex hover:bg-surface-hover',
    (here || selected) && 'md:bg-selection',
    here && 'md:shadow-[inset_2px_0_0_var(--accent)]',
  )
  return (
    <li className={look}>
      <span className="relative w-9.5 shrink-0 pt-2.5 pl-4 md:w-11.5 md:pl-6">
        <Icon actor={row.actor} />
        {onSelect ? <Box name={name} selected={selected} onSelect={onSelect} /> : null}
      </span>
      <Link
        href={row.href}
        scroll={false}
        aria-current={here ? 'true' : undefined}
        data-inbox-row
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 py-1.75 pr-4 hover:text-fg"
      >
        <span className={classList('truncate', isOpen ? 'font-medium' : 'text-fg-2')}>{name}</span>
        {isOpen ? (
          <RelativeTime at={row.expiresAt} now={now} className={`text-12 ${here ? 'text-fg-2' : 'text-fg-3'}`} />
        ) : (
          <Status word={row.status} className="text-12" />
        )}
        <span className="col-span-2 truncate text-fg-2">{what(row)}</span>
        <span className="col-span-2 mt-px flex items-center gap-2 text-12 text-fg-3">
          {isOpen ? <Pips {...row.votes} /> : null}
          <span className="truncate">{supporting(row)}</span>
          <span className="ml-auto tabular-nums" title="Breadth: of the broadest grant it has → of what is asked">
            <Breadth {...row} />
          </span>
        </span>
      </Link>
    </li>
  )
}
