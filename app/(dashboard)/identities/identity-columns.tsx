import { GrantOwnerCell } from '@/components/grant/grant-cells'
import { IdentityStatusWord } from '@/components/identity/identity-status-word'
import { BreadthBar } from '@/components/ui/breadth-bar'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SeverityCounts } from '@/components/ui/severity-counts'
import type { Column } from '@/components/ui/table/column'
import { Tag } from '@/components/ui/tag'
import { Who } from '@/components/ui/who'
import type { IdentityRow } from '@/lib/domain/identity-filter'
import { formatNumber, formatRelative } from '@/lib/format'

function Count({ value, href }: { value: number; href: string }) {
  if (value === 0) return <span className="text-fg-3">0</span>
  return (
    <Link href={href} className="relative z-1 hover:underline">
      {formatNumber(value)}
    </Link>
  )
}

function noteOf(row: IdentityRow, now: Date): string {
  const owned = row.owner && !row.owner.hasLeft ? `owner ${row.owner.name}` : 'no owner'
  const answer = row.needsOwner ? owned : 'answers for itself'
  return `${row.kind}, ${answer}, seen ${row.lastSeenAt ? formatRelative(row.lastSeenAt, now) : 'never'}`
}

const who = (now: Date): Column<IdentityRow>[] => [
  {
    id: 'name',
    label: 'Identity',
    width: 250,
    onPhone: true,
    sortKey: 'name',
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <Who kind={row.kind} name={row.name} />
        {row.isThirdParty ? <Tag>third party</Tag> : null}
      </span>
    ),
    phoneNote: (row) => noteOf(row, now),
  },
  {
    id: 'breadth',
    label: 'Breadth',
    width: 110,
    onPhone: true,
    sortKey: 'breadth',
    descendingFirst: true,
    cell: (row) => (row.actsFor === 0 ? <span className="text-fg-3">–</span> : <BreadthBar breadth={row.breadth} />),
    phoneNote: (row) => <IdentityStatusWord status={row.status} />,
  },
  { id: 'kind', label: 'Kind', width: 94, apart: true, cell: (row) => row.kind },
  { id: 'status', label: 'Status', width: 104, cell: (row) => <IdentityStatusWord status={row.status} /> },
]

const STANDING = '/grants?view=all&status=active,suspended'

const counts: Column<IdentityRow>[] = [
  {
    id: 'actsFor',
    label: 'Acts under',
    width: 88,
    align: 'right',
    sortKey: 'actsFor',
    descendingFirst: true,
    cell: (row) => <Count value={row.actsFor} href={`${STANDING}&actor=${row.id}`} />,
  },
  {
    id: 'actedFor',
    label: 'Acted for by',
    width: 96,
    align: 'right',
    sortKey: 'actedFor',
    descendingFirst: true,
    cell: (row) => <Count value={row.actedFor} href={`${STANDING}&principal=${row.id}`} />,
  },
  {
    id: 'live',
    label: 'Live sessions',
    width: 94,
    align: 'right',
    cell: (row) => <Count value={row.liveSessions} href={`/sessions?identity=${row.id}`} />,
  },
]

const people = (now: Date): Column<IdentityRow>[] => [
  {
    id: 'seen',
    label: 'Last seen',
    width: 98,
    align: 'right',
    sortKey: 'lastSeen',
    descendingFirst: true,
    cell: (row) => <RelativeTime at={row.lastSeenAt} now={now} absent="not reported" className="text-fg-2" />,
  },
  {
    id: 'owner',
    label: 'Owner',
    apart: true,
    cell: (row) =>
      row.needsOwner || row.owner ? <GrantOwnerCell owner={row.owner} /> : <span className="text-fg-3">–</span>,
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

/** The columns of the list of identities. `now` is the request's clock. */
export function identityColumns(now: Date): Column<IdentityRow>[] {
  return [...who(now), ...counts, ...people(now)]
}
