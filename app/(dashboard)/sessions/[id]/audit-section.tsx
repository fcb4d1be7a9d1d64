import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { SessionDetail } from '@/lib/queries/get-session'

/** What the audit log holds of it; left out for roles that may not read the log, and said so. */
export function AuditSection({ session, now }: { session: SessionDetail; now: Date }) {
  const { events } = session
  const all = <Link href={`/audit?subject=${session.id}`}>All in the log</Link>
  return (
    <section aria-labelledby="audit" className="py-4 page-inset md:pl-5">
      <SectionHead id="audit" title="Audit events" end={events && events.length > 0 ? all : null} />
      {events === null ? <p className="text-fg-2">Your role does not show the audit log.</p> : null}
      {events?.length === 0 ? <p className="text-fg-2">Nothing was done to it in Remit.</p> : null}
      <ul className="divide-y divide-line">
        {events?.map(({ id, at, action, actorName, reason }) => (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-1.5">
            <span className="code">{action}</span>
            <RelativeTime at={at} now={now} className="text-12 text-fg-3" />
            <span className="col-span-full text-12 text-fg-3">
              {actorName}
              {reason ? `: ${reason}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
