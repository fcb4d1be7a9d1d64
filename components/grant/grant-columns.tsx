import { BreadthBar } from '@/components/ui/breadth-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { SeverityCounts } from '@/components/ui/severity-counts'
import { Status } from '@/components/ui/status'
import type { Column } from '@/components/ui/table/column'
import { Tag } from '@/components/ui/tag'
import { Who } from '@/components/ui/who'
import type { GrantRow } from '@/lib/domain/grant-row'
import { formatDuration, percentFigure } from '@/lib/format'
import { GrantOwnerCell, SystemsCell } from './grant-cells'

const who: Column<GrantRow>[] = [
  {
    id: 'actor',
    label: 'Actor and principal',
    width: 222,
    onPhone: true,
    sortKey: 'actor',
    cell: (row) => <Who kind={row.actor.kind} name={row.actor.name} for={row.principal.name} />,
    phoneNote: (row) => `${row.name}, ${row.systems.map((system) => system.name).join(', ')}`,
  },
  { id: 'name', label: 'Grant', width: 110, sortKey: 'name', cell: (row) => row.name },
]

const measures: Column<GrantRow>[] = [
  {
    id: 'breadth',
    label: 'Breadth',
    width: 104,
    onPhone: true,
    sortKey: 'breadth',
    descendingFirst: true,
    cell: (row) => <BreadthBar breadth={row.breadth} used={row.usedBreadth} limit={row.limit} />,
    phoneNote: (row) => <Status word={row.status} className="text-12" />,
  },
  {
    id: 'unused',
    label: 'Unused',
    width: 70,
    align: 'right',
    sortKey: 'unused',
    descendingFirst: true,
    cell: (row) =>
      row.unusedShare === null ? (
        <span className="text-fg-3">unknown</span>
      ) : (
        <>
          {percentFigure(row.unusedShare)}
          <span className="text-fg-3"> %</span>
        </>
      ),
  },
  { id: 'status', label: 'Status', width: 98, apart: true, cell: (row) => <Status word={row.status} /> },
  { id: 'system', label: 'System', width: 112, cell: (row) => <SystemsCell systems={row.systems} /> },
]

const times = (now: Date): Column<GrantRow>[] => [
  {
    id: 'ttl',
    label: 'Session life',
    width: 82,
    align: 'right',
    sortKey: 'ttl',
    descendingFirst: true,
    cell: (row) =>
      row.maxSessionTtlSeconds === null ? (
        <span className="text-fg-3">unknown</span>
      ) : (
        formatDuration(row.maxSessionTtlSeconds)
      ),
  },
  {
    id: 'expires',
    label: 'Expires',
    width: 70,
    align: 'right',
    sortKey: 'expires',
    descendingFirst: true,
    cell: (row) => <ExpiresCell row={row} now={now} />,
  },
  {
    id: 'used',
    label: 'Last used',
    width: 92,
    align: 'right',
    sortKey: 'lastUsed',
    cell: (row) => <RelativeTime at={row.lastUsedAt} now={now} className="text-fg-2" />,
  },
]

/** A managed grant without an end is over policy; an observed one has none because its issuer knows none. */
function ExpiresCell({ row, now }: { row: GrantRow; now: Date }) {
  if (row.expiresAt) return <RelativeTime at={row.expiresAt} now={now} />
  const isStanding = row.status === 'active' || row.status === 'suspended'
  const isOverPolicy = isStanding && row.origin === 'managed'
  return <span className={isOverPolicy ? 'text-danger-fg' : undefined}>never</span>
}

const people: Column<GrantRow>[] = [
  { id: 'owner', label: 'Owner', apart: true, cell: (row) => <GrantOwnerCell owner={row.owner} /> },
  { id: 'live', label: 'Live', width: 56, align: 'right', optional: true, cell: (row) => row.liveSessions },
  {
    id: 'origin',
    label: 'Origin',
    width: 98,
    optional: true,
    cell: (row) => <Tag>{row.origin}</Tag>,
  },
  {
    id: 'findings',
    label: 'Findings',
    width: 122,
    cell: (row) => (
      <SeverityCounts counts={row.findings} href={() => `/findings?status=open,acknowledged&subject=${row.id}`} />
    ),
  },
]

/** The columns of every table of grants. `now` is the request's clock. */
export function grantColumns(now: Date): Column<GrantRow>[] {
  return [...who, ...measures, ...times(now), ...people]
}

/** A grant in words, for those who hear the page. */
export function grantLabel(row: GrantRow): string {
  return `${row.name}, ${row.actor.name} for ${row.principal.name}`
}
