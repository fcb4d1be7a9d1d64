import { ExactTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { plural } from '@/lib/format'
import type { AbsenceRow } from '@/lib/queries/list-absences'
import { EndAbsence } from './end-absence-button'

/** One absence: who, when, who votes meanwhile and how often they did. */
export function AbsenceItem({ absence }: { absence: AbsenceRow }) {
  const { id, member, delegate, startsAt, endsAt, endedAt, reason, createdBy, status, votes, canEnd } = absence
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b className={status === 'over' ? 'text-fg-2' : undefined}>{member.name}</b>
        <span className="text-fg-2">
          <ExactTime at={startsAt} format="date" /> to <ExactTime at={endsAt} format="date" />
        </span>
        {status === 'over' ? null : <Tag>{status === 'now' ? 'away now' : 'to come'}</Tag>}
        {canEnd ? (
          <span className="ml-auto">
            <EndAbsence absenceId={id} name={member.name} />
          </span>
        ) : null}
      </div>
      <p className="mt-0.5 text-fg-2">
        {delegate.name} <span className="text-fg-3">votes in their place</span>
        {votes > 0 ? `, ${plural(votes, 'time')} so far` : ''}
      </p>
      <p className="text-12 text-fg-3">
        {reason} · set by {createdBy}
        {endedAt ? (
          <>
            {' '}
            · ended <ExactTime at={endedAt} format="moment" />
          </>
        ) : (
          ''
        )}
      </p>
    </li>
  )
}
