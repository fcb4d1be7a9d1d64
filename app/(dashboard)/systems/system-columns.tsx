import { RangeBar } from '@/components/charts/range-bar'
import { GrantOwnerCell } from '@/components/grant/grant-cells'
import { Link } from '@/components/ui/link'
import { SeverityCounts } from '@/components/ui/severity-counts'
import type { Column } from '@/components/ui/table/column'
import { Who } from '@/components/ui/who'
import type { SystemRow } from '@/lib/domain/system-filter'
import { formatDuration, formatNumber, percentFigure } from '@/lib/format'

const Muted = ({ children }: { children: string }) => <span className="text-fg-3">{children}</span>

function Count({ value, href }: { value: number; href: string }) {
  if (value === 0) return <Muted>0</Muted>
  return (
    <Link href={href} className="relative z-1 hover:underline">
      {formatNumber(value)}
    </Link>
  )
}

function Breadths({ row }: { row: SystemRow }) {
  const { breadthP10, breadthMedian, breadthP95 } = row
  if (breadthP10 !== null && breadthMedian !== null && breadthP95 !== null) {
    return <RangeBar p10={breadthP10} median={breadthMedian} p95={breadthP95} />
  }
  return <Muted>{row.sessions > 0 ? 'unknown' : '–'}</Muted>
}

function Unused({ row }: { row: SystemRow }) {
  if (row.unusedShare === null) return <Muted>{row.sessions > 0 ? 'unknown' : '–'}</Muted>
  return (
    <>
      {percentFigure(row.unusedShare)}
      <span className="text-fg-3"> %</span>
    </>
  )
}

/** How long a revocation takes to take effect, as measured; else whether anything but expiry ends a session. */
export function revocationWords({ revocationSeconds, canRevoke }: Pick<SystemRow, 'revocationSeconds' | 'canRevoke'>) {
  if (revocationSeconds !== null) return formatDuration(revocationSeconds)
  return canRevoke ? 'none measured' : 'at expiry'
}

/** The columns of the list of systems. */
export const SYSTEM_COLUMNS: Column<SystemRow>[] = [
  {
    id: 'name',
    label: 'System',
    onPhone: true,
    sortKey: 'name',
    cell: (row) => <Who kind="system" name={row.name} />,
    phoneNote: (row) => `Tier ${row.tier}, ${row.environment}, ${formatNumber(row.sessions)} live`,
  },
  { id: 'tier', label: 'Tier', width: 60, sortKey: 'tier', cell: (row) => `Tier ${row.tier}` },
  { id: 'environment', label: 'Environment', width: 98, cell: (row) => row.environment },
  {
    id: 'sessions',
    label: 'Sessions',
    width: 76,
    align: 'right',
    sortKey: 'sessions',
    descendingFirst: true,
    cell: (row) => <Count value={row.sessions} href={`/sessions?system=${row.id}`} />,
  },
  {
    id: 'over',
    label: 'Over limit',
    width: 96,
    align: 'right',
    onPhone: true,
    sortKey: 'overLimit',
    descendingFirst: true,
    cell: (row) => <Count value={row.overLimit} href={`/sessions?view=over-limit&system=${row.id}`} />,
  },
  {
    id: 'breadth',
    label: 'Breadth, p10–p95',
    width: 160,
    apart: true,
    sortKey: 'breadth',
    descendingFirst: true,
    cell: (row) => <Breadths row={row} />,
  },
  {
    id: 'unused',
    label: 'Unused',
    width: 80,
    align: 'right',
    sortKey: 'unused',
    descendingFirst: true,
    cell: (row) => <Unused row={row} />,
  },
  {
    id: 'life',
    label: 'Median life',
    width: 88,
    align: 'right',
    sortKey: 'life',
    descendingFirst: true,
    cell: (row) => (row.medianLifetimeSeconds === null ? <Muted>–</Muted> : formatDuration(row.medianLifetimeSeconds)),
  },
  {
    id: 'unowned',
    label: 'Unowned',
    width: 78,
    align: 'right',
    sortKey: 'unowned',
    descendingFirst: true,
    cell: (row) => <Count value={row.unowned} href={`/sessions?view=unowned&system=${row.id}`} />,
  },
  {
    id: 'owner',
    label: 'Owner',
    width: 130,
    apart: true,
    optional: true,
    cell: (row) => <GrantOwnerCell owner={row.owner} />,
  },
  {
    id: 'findings',
    label: 'Findings',
    width: 188,
    apart: true,
    cell: (row) => (
      <SeverityCounts
        counts={row.findings}
        slots={['critical', 'high', 'medium', 'low']}
        href={(level) => `/findings?status=open,acknowledged&system=${row.id}&severity=${level}`}
      />
    ),
  },
  {
    id: 'revocation',
    label: 'Revocation in effect',
    width: 152,
    align: 'right',
    cell: (row) => (
      <span className={row.revocationSeconds === null ? 'text-fg-3' : undefined}>{revocationWords(row)}</span>
    ),
  },
]
