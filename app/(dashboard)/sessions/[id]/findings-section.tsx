import { FindingStatus } from '@/components/finding/finding-status'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Severity } from '@/components/ui/severity'
import type { SessionDetail } from '@/lib/queries/get-session'

/** What detectors believe is wrong with it, open first. */
export function FindingsSection({ session, now }: { session: SessionDetail; now: Date }) {
  const { allFindings: findings } = session
  return (
    <section aria-labelledby="findings" className="border-b border-line py-4 page-inset max-md:order-first md:pl-5">
      <SectionHead id="findings" title="Findings" />
      {findings.length === 0 ? <p className="text-fg-2">No detector found anything.</p> : null}
      <ul className="divide-y divide-line">
        {findings.map(({ id, severity, title, status, statusUntil, openedAt }) => (
          <li key={id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 py-2">
            <Severity level={severity} />
            <Link href={`/findings?finding=${id}`} className="truncate" title={title}>
              {title}
            </Link>
            <FindingStatus status={status} until={statusUntil} now={now} />
            <span className="col-span-full text-12 text-fg-3">
              Opened <RelativeTime at={openedAt} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
