import { FindingOwner } from '@/components/finding/finding-owner'
import { FindingSubject } from '@/components/finding/finding-subject'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Severity } from '@/components/ui/severity'
import type { FindingRow } from '@/lib/domain/finding-row'

const CELL = 'border-b border-line py-1.5 pr-3 align-top print:py-1 last:pr-0 group-last/row:border-transparent'
const HEADS = ['Severity', 'Finding', 'System', 'Owner', 'Open since']
const hidden = (index: number) => (index >= 2 ? 'max-md:hidden print:table-cell!' : '')

function Risk({ row }: { row: FindingRow }) {
  return (
    <tr className="group/row print:break-inside-avoid">
      <td className={CELL}>
        <Severity level={row.severity} />
      </td>
      <td className={CELL}>
        <div className="print:flex print:gap-3">
          <Link href={`/findings?view=all&finding=${row.id}`} className="font-medium">
            {row.title}
          </Link>
          <FindingSubject subject={row.subject} />
        </div>
        <span className="block text-12 text-fg-3 md:hidden print:hidden">
          Owner: <FindingOwner owner={row.owner} />
        </span>
      </td>
      <td className={`${CELL} ${hidden(2)}`}>{row.system?.name ?? <span className="text-fg-3">none</span>}</td>
      <td className={`${CELL} ${hidden(3)}`}>
        <FindingOwner owner={row.owner} />
      </td>
      <td className={`${CELL} ${hidden(4)} whitespace-nowrap`}>
        <ExactTime at={row.openedAt} format="day" />
      </td>
    </tr>
  )
}

function RiskTable({ rows }: { rows: FindingRow[] }) {
  return (
    <table aria-labelledby="risks" className="mt-1 w-full border-separate border-spacing-0">
      <thead>
        <tr className="text-left text-12 text-fg-3">
          {HEADS.map((head, index) => (
            <th key={head} scope="col" className={`h-8 border-b border-line-strong pr-3 font-normal ${hidden(index)}`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Risk key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}

/** The worst of what is open, with who answers for it. */
export function TopRisks({ rows, now }: { rows: FindingRow[]; now: Date }) {
  const note = rows.length > 0 ? 'open or acknowledged, the worst and longest open first' : undefined
  return (
    <section aria-labelledby="risks" className="page-inset border-b border-line py-4 print:py-2">
      <SectionHead id="risks" title="Top risks" note={note} end={<Link href="/findings">All findings</Link>} />
      {rows.length > 0 ? (
        <RiskTable rows={rows} />
      ) : (
        <p className="mt-1 text-12 text-fg-3">
          No finding is open on <ExactTime at={now} format="day" />.
        </p>
      )}
    </section>
  )
}
