import { Link } from '@/components/ui/link'
import { Pagination } from '@/components/ui/pagination'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { AskedFor, AttemptRow } from '@/lib/domain/attempt'
import type { Page } from '@/lib/domain/page'
import { formatDuration } from '@/lib/format'

const MOST = 6

function Asked({ asked, system }: { asked: AskedFor; system: AttemptRow['system'] }) {
  const { permissions, ttlSeconds, targets } = asked
  const on = system ? <Link href={`/systems/${system.id}`}>{system.name}</Link> : targets.join(', ')
  if (permissions.length === 0 && ttlSeconds === null && !on) return null
  const rest = permissions.length - MOST
  return (
    <span className="block text-12 text-fg-2">
      Asked for{' '}
      {permissions.length > 0 ? (
        <span className="code break-all">{permissions.slice(0, MOST).join(' ')}</span>
      ) : (
        'all that is granted'
      )}
      {rest > 0 ? ` and ${rest} more` : ''}
      {on ? <> on {on}</> : null}
      {ttlSeconds === null ? null : `, for ${formatDuration(ttlSeconds)}`}
    </span>
  )
}

function By({ row }: { row: AttemptRow }) {
  const { actor, principal, client } = row
  return (
    <>
      {actor ? <Link href={`/identities/${actor.id}`}>{actor.name}</Link> : 'Somebody unknown'}
      {principal && principal.id !== actor?.id ? (
        <>
          {' '}
          <span className="text-fg-3">for</span> {principal.name}
        </>
      ) : null}
      {client && client.name !== actor?.name ? <span className="text-fg-3">, by client {client.name}</span> : null}
    </>
  )
}

function Attempt({ row, now }: { row: AttemptRow; now: Date }) {
  const { at, code, message, asked, system } = row
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1">
          <By row={row} />
        </span>
        <span className="code text-danger-fg">{code}</span>
        <RelativeTime at={at} now={now} className="text-12 whitespace-nowrap text-fg-3" />
      </span>
      <Asked asked={asked} system={system} />
      {message ? <span className="block text-12 break-words text-fg-3">{message}</span> : null}
    </li>
  )
}

type Props = {
  page: Page<AttemptRow>
  now: Date
  /** The address with another page of them. */
  hrefOf: (change: { attemptsAfter: string | null; attemptsBefore: string | null }) => string
  /** What it says where there are none. */
  none: string
}

/** Requests for a session that were refused: who asked for what, which bound refused, and what would pass. */
export function RefusedAttempts({ page, now, hrefOf, none }: Props) {
  const { rows, next, previous } = page
  return (
    <section aria-labelledby="refused" className="page-inset pt-4 pb-4">
      <SectionHead id="refused" title="Refused attempts" note="asked for, and never became a session" />
      {rows.length === 0 ? <p className="mt-1 text-fg-2">{none}</p> : null}
      <ul className="mt-1">
        {rows.map((row) => (
          <Attempt key={row.id} row={row} now={now} />
        ))}
      </ul>
      {next || previous ? (
        <div className="-mx-4 md:-mx-6 [&>nav]:pb-1">
          <Pagination
            label="Pages of refused attempts"
            previous={previous && hrefOf({ attemptsAfter: null, attemptsBefore: previous })}
            next={next && hrefOf({ attemptsAfter: next, attemptsBefore: null })}
          />
        </div>
      ) : null}
    </section>
  )
}
