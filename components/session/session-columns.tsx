import { BreadthBar } from '@/components/ui/breadth-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { SeverityCounts } from '@/components/ui/severity-counts'
import { Status } from '@/components/ui/status'
import type { Column } from '@/components/ui/table/column'
import type { SessionRow } from '@/lib/domain/session-row'
import { formatDuration, formatRelative } from '@/lib/format'
import { ActorCell, EndsCell, LifetimeCell, SessionOwnerCell, UnusedCell } from './session-cells'

type Clock = { now: Date }

const lifetimeWords = (row: SessionRow) =>
  row.lifetimeSeconds === null && !row.expiryKnown ? 'lifetime unknown' : formatDuration(row.lifetimeSeconds)

const measures: Column<SessionRow>[] = [
  {
    id: 'breadth',
    label: 'Breadth',
    width: 110,
    onPhone: true,
    sortKey: 'breadth',
    descendingFirst: true,
    cell: (row) => <BreadthBar breadth={row.breadth} used={row.usedBreadth} limit={row.breadthLimit} />,
    phoneNote: (row) => <Status word={row.status} className="text-12" />,
  },
  {
    id: 'unused',
    label: 'Unused',
    width: 74,
    align: 'right',
    sortKey: 'unused',
    descendingFirst: true,
    cell: (row) => <UnusedCell share={row.unusedShare} />,
  },
  { id: 'status', label: 'Status', width: 104, apart: true, cell: (row) => <Status word={row.status} /> },
  { id: 'system', label: 'System', width: 128, cell: (row) => row.system.name },
]

const times = ({ now }: Clock): Column<SessionRow>[] => [
  {
    id: 'lifetime',
    label: 'Lifetime',
    width: 78,
    align: 'right',
    sortKey: 'lifetime',
    descendingFirst: true,
    cell: (row) => <LifetimeCell row={row} />,
  },
  {
    id: 'ends',
    label: 'Ends',
    width: 80,
    align: 'right',
    sortKey: 'ends',
    cell: (row) => <EndsCell row={row} now={now} />,
  },
  {
    id: 'used',
    label: 'Last used',
    width: 92,
    align: 'right',
    sortKey: 'lastUsed',
    cell: (row) => <RelativeTime at={row.lastUsedAt} now={now} className="text-fg-2" />,
  },
  {
    id: 'issued',
    label: 'Issued',
    width: 84,
    align: 'right',
    sortKey: 'issued',
    descendingFirst: true,
    optional: true,
    cell: (row) => <RelativeTime at={row.issuedAt} now={now} className="text-fg-2" />,
  },
]

const people: Column<SessionRow>[] = [
  { id: 'owner', label: 'Owner', apart: true, cell: (row) => <SessionOwnerCell owner={row.owner} /> },
  {
    id: 'grant',
    label: 'Grant',
    width: 150,
    optional: true,
    cell: (row) => row.grant?.name ?? <Missing>none known</Missing>,
  },
  { id: 'origin', label: 'Origin', width: 84, optional: true, cell: (row) => row.origin },
  { id: 'source', label: 'Source', width: 110, optional: true, cell: (row) => row.source ?? 'Remit' },
  {
    id: 'findings',
    label: 'Findings',
    width: 122,
    cell: (row) => <SeverityCounts counts={row.findings} href={() => `/findings?subject=${row.id}`} />,
  },
]

function Missing({ children }: { children: string }) {
  return <span className="text-fg-3">{children}</span>
}

/** The columns of every table of delegated sessions. `now` is the request's clock. */
export function sessionColumns(clock: Clock): Column<SessionRow>[] {
  const actor: Column<SessionRow> = {
    id: 'actor',
    label: 'Actor and principal',
    width: 292,
    onPhone: true,
    cell: (row) => <ActorCell row={row} />,
    phoneNote: (row) =>
      `${row.system.name}, ${lifetimeWords(row)}, last used ${formatRelative(row.lastUsedAt, clock.now)}`,
  }
  return [actor, ...measures, ...times(clock), ...people]
}
