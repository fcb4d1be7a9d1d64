import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { Who } from '@/components/ui/who'
import type { ReviewRow } from '@/lib/domain/break-glass'
import { formatDuration, plural } from '@/lib/format'
import { CloseReview } from './close-review'

const lengthOf = ({ startsAt, endedAt }: ReviewRow) => Math.round((endedAt.getTime() - startsAt.getTime()) / 1000)

function State({ row, now }: { row: ReviewRow; now: Date }) {
  const { state, dueAt, closedAt, closedBy, outcome } = row
  if (state === 'closed')
    return (
      <p>
        <Tag red={outcome === 'unjustified'}>{outcome}</Tag>
        <span className="ml-2 text-12 text-fg-3">
          {closedBy}, <RelativeTime at={closedAt} now={now} />
        </span>
      </p>
    )
  return (
    <p className={state === 'overdue' ? 'font-medium text-danger-fg' : 'text-fg-2'}>
      {state === 'overdue' ? 'Overdue, was due' : 'Due'} <RelativeTime at={dueAt} now={now} />
    </p>
  )
}

/** What was done in the emergency, and what whoever looked at it found. */
function Facts({ row, now }: { row: ReviewRow; now: Date }) {
  const { systems, breadth, sessions, used, granted, openedBy, startsAt, ticket } = row
  const facts = [
    systems.join(', '),
    breadth === null ? 'breadth unknown' : `breadth ${breadth}`,
    `${formatDuration(lengthOf(row))} long`,
    plural(sessions, 'session'),
    `${used} of ${plural(granted, 'permission')} used`,
  ]
  return (
    <>
      <p className="mt-1 text-fg-2">“{row.reason}”</p>
      <p className="mt-1 text-12 text-fg-3">
        <span className="code">{ticket}</span>, broken by {openedBy} <RelativeTime at={startsAt} now={now} />.{' '}
        {facts.join(', ')}.
      </p>
      {row.comment ? <p className="mt-1 text-fg-2">Found: “{row.comment}”</p> : null}
    </>
  )
}

/** One emergency access with its review. */
export function ReviewItem({ row, canClose, now }: { row: ReviewRow; canClose: boolean; now: Date }) {
  return (
    <li className="page-inset grid gap-x-6 gap-y-2 py-3.5 md:grid-cols-[minmax(0,1fr)_300px]">
      <div className="min-w-0">
        <Link href={`/grants/${row.grantId}`} className="font-medium hover:underline">
          {row.name}
        </Link>
        <div className="mt-1">
          <Who kind={row.actor.kind} name={row.actor.name} for={row.principal.name} />
        </div>
        <Facts row={row} now={now} />
      </div>
      <div className="flex flex-col items-start gap-2 md:items-end">
        <State row={row} now={now} />
        {row.state === 'closed' || !canClose ? null : row.isOwn ? (
          <p className="text-12 text-fg-3">Somebody else has to close it.</p>
        ) : (
          <CloseReview grantId={row.grantId} name={row.name} />
        )}
      </div>
    </li>
  )
}
