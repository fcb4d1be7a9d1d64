import type { ReactNode } from 'react'
import { RangeBar } from '@/components/charts/range-bar'
import { classList } from '@/components/ui/class-list'
import { Link } from '@/components/ui/link'
import { SeverityCounts } from '@/components/ui/severity-counts'
import { Who } from '@/components/ui/who'
import { formatDuration, formatNumber, percentFigure } from '@/lib/format'
import type { SystemRollUp } from '@/lib/queries/roll-up-systems'

const CELL =
  'h-8 max-md:h-13 truncate border-b border-line px-2 first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6 group-last/row:border-transparent group-hover/row:bg-surface-hover'

function Cell({ children, number = false, phone = false }: { children: ReactNode; number?: boolean; phone?: boolean }) {
  return <td className={classList(CELL, number && 'text-right tabular-nums', !phone && 'max-md:hidden')}>{children}</td>
}

function Count({ value, href }: { value: number; href: string }) {
  if (value === 0) return <span className="text-fg-3">0</span>
  return <Link href={href}>{formatNumber(value)}</Link>
}

function Breadths({ row }: { row: SystemRollUp }) {
  const { breadthP10, breadthMedian, breadthP95 } = row
  const isKnown = breadthP10 !== null && breadthMedian !== null && breadthP95 !== null
  if (isKnown) return <RangeBar p10={breadthP10} median={breadthMedian} p95={breadthP95} />
  return <span className="text-fg-3">{row.sessions > 0 ? 'unknown' : '–'}</span>
}

function revocation({ revocationSeconds, canRevoke }: SystemRollUp) {
  if (revocationSeconds !== null) return formatDuration(revocationSeconds)
  return <span className="text-fg-3">{canRevoke ? 'none measured' : 'at expiry'}</span>
}

function Unused({ unusedShare, sessions }: SystemRollUp) {
  if (unusedShare === null) return <span className="text-fg-3">{sessions > 0 ? 'not reported' : '–'}</span>
  return (
    <>
      {percentFigure(unusedShare)}
      <span className="text-fg-3"> %</span>
    </>
  )
}

function NameCell({ row }: { row: SystemRollUp }) {
  return (
    <Cell phone>
      <Link href={`/systems/${row.id}`}>
        <Who kind="system" name={row.name} />
      </Link>
      <span className="mt-0.5 block truncate text-12 text-fg-3 md:hidden">
        Tier {row.tier}, {formatNumber(row.sessions)} live, {formatNumber(row.unowned)} unowned
      </span>
    </Cell>
  )
}

function FindingsCell({ row }: { row: SystemRollUp }) {
  return (
    <td className={classList(CELL, 'max-md:text-right md:pl-6')}>
      <SeverityCounts
        counts={row.findings}
        slots={['critical', 'high', 'medium', 'low']}
        href={(level) => `/findings?status=open,acknowledged&system=${row.id}&severity=${level}`}
      />
    </td>
  )
}

/** One system and what is live on it. */
export function SystemRow({ row }: { row: SystemRollUp }) {
  const sessions = `/sessions?system=${row.id}`
  const life = row.medianLifetimeSeconds
  return (
    <tr className="group/row">
      <NameCell row={row} />
      <Cell>
        <span className="text-fg-2">Tier {row.tier}</span>
      </Cell>
      <Cell number>
        <Count value={row.sessions} href={sessions} />
      </Cell>
      <Cell number phone>
        <Count value={row.overLimit} href={`${sessions}&view=over-limit`} />
      </Cell>
      <Cell>
        <Breadths row={row} />
      </Cell>
      <Cell number>
        <Unused {...row} />
      </Cell>
      <Cell number>{life === null ? <span className="text-fg-3">–</span> : formatDuration(life)}</Cell>
      <Cell number>
        <Count value={row.unowned} href={`${sessions}&view=unowned`} />
      </Cell>
      <FindingsCell row={row} />
      <Cell number>{revocation(row)}</Cell>
    </tr>
  )
}
