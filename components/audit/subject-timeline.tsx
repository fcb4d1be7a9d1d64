import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Timeline, type TimelineEvent } from '@/components/ui/timeline'

/** What was recorded of a subject. */
export type Recorded = { id: string; at: Date; action: string; actorName: string; reason: string | null }

const ORDERS = ['revoked', 'revocation-ordered', 'ordered', 'suspended', 'departed', 'locked']

/** `grant.owner-assigned` as `Owner assigned`. */
function words(action: string): string {
  const verb = action.slice(action.indexOf('.') + 1).replaceAll('-', ' ')
  return verb.charAt(0).toUpperCase() + verb.slice(1)
}

function eventOf({ id, at, action, actorName, reason }: Recorded) {
  const isOrder = ORDERS.includes(action.slice(action.indexOf('.') + 1))
  return { id, at, title: words(action), detail: reason, by: actorName, mark: isOrder ? 'order' : 'plain' } as const
}

/** The history of one thing, latest first: its audit events, where the reader may see them. */
export function SubjectTimeline(props: { subject: string; events: Recorded[] | null }) {
  const { subject, events } = props
  const told = (events ?? []).map(eventOf)
  const lines: TimelineEvent[] = told.map(({ at, ...line }) => ({
    ...line,
    at: <ExactTime at={at} format="day" />,
  }))
  return (
    <section aria-labelledby="timeline" className="page-inset pt-4 pb-6">
      <SectionHead
        id="timeline"
        title="Timeline"
        end={events ? <Link href={`/audit?subject=${subject}`}>All events</Link> : undefined}
      />
      {events === null ? (
        <p className="mt-1 text-fg-2">Audit events are hidden by your role. Reviewers, managers and admins see them.</p>
      ) : null}
      {lines.length > 0 ? <Timeline events={lines} /> : null}
      {events !== null && lines.length === 0 ? <p className="mt-1 text-fg-2">Nothing was recorded of it yet.</p> : null}
    </section>
  )
}
