import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Severity, type SeverityLevel } from '@/components/ui/severity'
import { Status, type StatusWord } from '@/components/ui/status'

type Finding = {
  id: string
  title: string
  severity: SeverityLevel
  status: StatusWord
  statusUntil: Date | null
  openedAt: Date
}

function FindingLine({ finding }: { finding: Finding }) {
  const { id, title, severity, status, statusUntil, openedAt } = finding
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <Link href={`/findings?view=all&finding=${id}`} className="flex items-start gap-2">
        <Severity level={severity} />
        <span className="min-w-0 flex-1">{title}</span>
        <Status
          word={status}
          detail={
            statusUntil ? (
              <>
                until <ExactTime at={statusUntil} format="day" />
              </>
            ) : undefined
          }
        />
      </Link>
      <span className="text-12 text-fg-3">
        Opened <ExactTime at={openedAt} format="day" />
      </span>
    </li>
  )
}

/** The findings about one thing, open ones first. `filter` is what the list of findings calls it: `subject=grt_…`. */
export function SubjectFindings({ filter, findings }: { filter: string; findings: Finding[] }) {
  const open = findings.filter(({ status }) => status === 'open' || status === 'acknowledged').length
  const all = <Link href={`/findings?view=all&${filter}`}>All</Link>
  return (
    <section aria-labelledby="findings" className="page-inset pt-4 pb-4">
      <SectionHead
        id="findings"
        title="Findings"
        note={findings.length > 0 ? `${open} open` : undefined}
        end={findings.length > 0 ? all : undefined}
      />
      {findings.length > 0 ? (
        <ul className="mt-1">
          {findings.slice(0, 5).map((finding) => (
            <FindingLine key={finding.id} finding={finding} />
          ))}
        </ul>
      ) : (
        <p className="mt-1 text-fg-2">Nothing is wrong here that a detector knows of.</p>
      )}
      {findings.length > 5 ? <p className="text-12 text-fg-3">{findings.length - 5} more</p> : null}
    </section>
  )
}
