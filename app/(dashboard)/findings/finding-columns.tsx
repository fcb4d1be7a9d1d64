import { FindingOwner } from '@/components/finding/finding-owner'
import { FindingStatus } from '@/components/finding/finding-status'
import { FindingSubject } from '@/components/finding/finding-subject'
import type { FilterField } from '@/components/ui/filter/field'
import { RelativeTime } from '@/components/ui/relative-time'
import { Severity } from '@/components/ui/severity'
import type { Column } from '@/components/ui/table/column'
import { SEVERITIES } from '@/lib/domain/finding-filter'
import type { FindingRow } from '@/lib/domain/finding-row'
import { LIVES } from '@/lib/domain/life'
import { formatRelative } from '@/lib/format'

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const named = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

/** What the list can be filtered by. Detectors are those that ever found something. */
export function findingFields(detectors: readonly string[]): FilterField[] {
  return [
    { key: 'severity', label: 'Severity', kind: 'enum', options: named(SEVERITIES) },
    { key: 'status', label: 'Status', kind: 'enum', options: named(Object.keys(LIVES.finding)) },
    { key: 'detector', label: 'Detector', kind: 'enum', options: named(detectors) },
    { key: 'owner', label: 'Owner', kind: 'enum', options: [{ value: 'none', label: 'nobody' }] },
    { key: 'system', label: 'System', kind: 'text' },
    { key: 'subject', label: 'Subject', kind: 'text' },
  ]
}

const missing = <span className="text-fg-3">none</span>

/** What it is and how bad. */
const what = (now: Date): Column<FindingRow>[] => [
  {
    id: 'title',
    label: 'Finding',
    onPhone: true,
    sortKey: 'title',
    cell: (row) => <b>{row.title}</b>,
    phoneNote: (row) => `${row.subject.name}, ${formatRelative(row.openedAt, now)}`,
  },
  {
    id: 'severity',
    label: 'Severity',
    width: 92,
    onPhone: true,
    sortKey: 'severity',
    descendingFirst: true,
    cell: (row) => <Severity level={row.severity} />,
    phoneNote: (row) => <FindingStatus status={row.status} until={row.statusUntil} now={now} />,
  },
  { id: 'subject', label: 'Subject', width: 220, cell: (row) => <FindingSubject subject={row.subject} /> },
]

/** Where it stands, who saw it, and whose it is. */
const rest = (now: Date): Column<FindingRow>[] => [
  {
    id: 'status',
    label: 'Status',
    width: 138,
    cell: (row) => <FindingStatus status={row.status} until={row.statusUntil} now={now} />,
  },
  { id: 'system', label: 'System', width: 126, cell: (row) => row.system?.name ?? missing },
  {
    id: 'detector',
    label: 'Detector',
    width: 102,
    cell: (row) => <span className="text-fg-2">{capitalised(row.detector)}</span>,
  },
  {
    id: 'opened',
    label: 'Opened',
    width: 92,
    align: 'right',
    sortKey: 'opened',
    descendingFirst: true,
    cell: (row) => <RelativeTime at={row.openedAt} now={now} className="text-fg-2" />,
  },
  { id: 'owner', label: 'Owner', width: 144, apart: true, cell: (row) => <FindingOwner owner={row.owner} /> },
]

/** The columns of the list of findings, against the request's clock. */
export function findingColumns(now: Date): Column<FindingRow>[] {
  return [...what(now), ...rest(now)]
}
