import { ArrowDown } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { plural } from '@/lib/format'
import type { SystemRollUp } from '@/lib/queries/roll-up-systems'
import { SystemRow } from './system-row'

const SORTED = 'Over limit'
const COLUMNS: { label: string; look: string; width?: number }[] = [
  { label: 'System', look: 'text-left' },
  { label: 'Tier', look: 'text-left max-md:hidden', width: 64 },
  { label: 'Sessions', look: 'text-right max-md:hidden', width: 84 },
  { label: SORTED, look: 'text-right', width: 112 },
  { label: 'Breadth, p10–p95', look: 'text-left max-md:hidden', width: 176 },
  { label: 'Unused', look: 'text-right max-md:hidden', width: 104 },
  { label: 'Median life', look: 'text-right max-md:hidden', width: 84 },
  { label: 'Unowned', look: 'text-right max-md:hidden', width: 84 },
  { label: 'Findings', look: 'text-left max-md:text-right md:pl-6', width: 170 },
  { label: 'Revocation in effect', look: 'text-right max-md:hidden', width: 172 },
]

const HEAD =
  'h-8 border-b border-line-strong px-2 font-normal whitespace-nowrap first:pl-4 last:pr-4 aria-[sort]:font-medium aria-[sort]:text-fg md:first:pl-6 md:last:pr-6'

function Head() {
  return (
    <>
      <colgroup>
        {COLUMNS.map(({ label, look, width }) => (
          <col key={label} className={look.includes('max-md:hidden') ? 'max-md:hidden' : undefined} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr className="text-12 text-fg-3">
          {COLUMNS.map(({ label, look }) => (
            <th
              key={label}
              scope="col"
              aria-sort={label === SORTED ? 'descending' : undefined}
              className={`${HEAD} ${look}`}
            >
              {label}
              {label === SORTED ? (
                <ArrowDown aria-hidden="true" strokeWidth={1.75} className="ml-1 inline size-3" />
              ) : null}
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}

/** Systems by what is live on them, those with most over their limit first. */
export function SystemsSection({ rows, total }: { rows: SystemRollUp[]; total: number }) {
  const note = total > rows.length ? `${rows.length} of ${plural(total, 'system')}` : plural(total, 'system')
  return (
    <section aria-labelledby="systems" className="pt-4 pb-8">
      <div className="page-inset">
        <SectionHead id="systems" title="Systems" note={note} end={<Link href="/systems">All systems</Link>} />
      </div>
      <table aria-labelledby="systems" className="mt-0.5 w-full border-separate border-spacing-0 md:table-fixed">
        <Head />
        <tbody>
          {rows.map((row) => (
            <SystemRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? (
        <EmptyState inset title="No systems yet" action={<ButtonLink href="/connections">Connect a source</ButtonLink>}>
          They appear here with the first records a source sends.
        </EmptyState>
      ) : null}
    </section>
  )
}
