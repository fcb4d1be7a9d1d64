import { EmptyState } from '@/components/ui/empty-state'
import { ExactTime } from '@/components/ui/relative-time'
import { Timeline, type TimelineEvent } from '@/components/ui/timeline'
import type { FindingDetail } from '@/lib/domain/finding-row'
import { type Moment, plural } from '@/lib/format'

const WORDS: Record<string, string> = {
  'finding.opened': 'Opened',
  'finding.reopened': 'Reopened',
  'finding.changed': 'Evidence changed',
  'finding.acknowledged': 'Acknowledged',
  'finding.accepted': 'Accepted',
  'finding.snoozed': 'Snoozed',
  'finding.resolved': 'Resolved',
}

const MARKS: Record<string, TimelineEvent['mark']> = { 'finding.opened': 'finding', 'finding.reopened': 'finding' }

type Event = NonNullable<FindingDetail['activity']>[number]

function Detail({ event: { until, reason } }: { event: Event }) {
  if (!until) return reason
  return (
    <>
      until <ExactTime at={until} format="day" />
      {reason ? `. ${reason}` : ''}
    </>
  )
}

/** What happened to a finding, latest first, out of the audit log. */
export function FindingActivity({ finding, now }: { finding: FindingDetail; now: Moment }) {
  if (finding.activity === null) {
    return (
      <EmptyState title="Activity is hidden by your role">
        It comes from the audit log, which reviewers, managers and admins may read.
      </EmptyState>
    )
  }
  if (finding.activity.length === 0) return <p className="text-fg-3">Nothing is logged of it yet.</p>
  const events = finding.activity.map(
    (event): TimelineEvent => ({
      id: event.id,
      at: <ExactTime at={event.at} format="day" />,
      title: WORDS[event.action] ?? event.action,
      detail: <Detail event={event} />,
      by: event.actor,
      mark: MARKS[event.action] ?? 'plain',
    }),
  )
  return (
    <>
      <Timeline events={events} />
      <p className="mt-2 text-12 text-fg-3">
        Last seen <ExactTime at={finding.lastSeenAt} format="day" />
        {finding.timesReopened > 0 ? `, reopened ${plural(finding.timesReopened, 'time')}` : ''}
        {finding.resolvedAt && new Date(finding.resolvedAt) <= new Date(now) ? ', its cause is gone' : ''}.
      </p>
    </>
  )
}
