'use client'
import { UserRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { Button, ButtonLink, Eligible } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { FilterField } from '@/components/ui/filter/field'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { NoMatch } from '@/components/ui/filter/no-match'
import { Pagination } from '@/components/ui/pagination'
import { DataTable } from '@/components/ui/table/data-table'
import type { Sort } from '@/components/ui/table/sort-link'
import type { IdentityRow, IdentityView } from '@/lib/domain/identity-filter'
import { formatNumber, plural } from '@/lib/format'
import { identityColumns } from './identity-columns'

type Props = {
  rows: IdentityRow[]
  now: Date
  view: IdentityView
  total: number
  matching: number
  sort: Sort
  owners: { value: string; label: string }[]
  canAssign: boolean
  actions: OwnerActions
  csvHref: string
  previous: string | null
  next: string | null
}

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const OWNERSHIP = [
  { value: 'person', label: 'a person' },
  { value: 'team', label: 'a team' },
  { value: 'left', label: 'an owner who left' },
  { value: 'none', label: 'nobody' },
]

const fieldsFor = (owners: Props['owners']): FilterField[] => [
  {
    key: 'kind',
    label: 'Kind',
    kind: 'enum',
    options: same(['human', 'team', 'service', 'workload', 'pipeline', 'agent']),
  },
  { key: 'status', label: 'Status', kind: 'enum', options: same(['active', 'suspended', 'departed']) },
  { key: 'owner', label: 'Owner', kind: 'enum', options: owners },
  { key: 'ownership', label: 'Answered for by', kind: 'enum', options: OWNERSHIP },
  { key: 'breadthMin', label: 'Breadth', kind: 'number' },
]

function countWords({ matching, total }: Props): string {
  return matching === total ? plural(total, 'row') : `${formatNumber(matching)} of ${plural(total, 'row')}`
}

/** The list under its views: filters, table, pages, and who answers for what is selected. */
export function IdentityList(props: Props) {
  const { rows, now, total, matching, owners, canAssign } = props
  const fields = useMemo(() => fieldsFor(owners), [owners])
  const columns = useMemo(() => identityColumns(now), [now])
  const [asked, setAsked] = useState<{ rows: IdentityRow[]; clear: () => void } | null>(null)
  const ask = (chosen: IdentityRow[], clear: () => void = () => undefined) =>
    setAsked({ rows: chosen.filter((row) => row.needsOwner), clear })
  const bulk = (chosen: IdentityRow[], clear: () => void) => <Bulk rows={chosen} onAssign={() => ask(chosen, clear)} />
  return (
    <>
      <FilterBar fields={fields} columns={columns} count={countWords(props)} csvHref={props.csvHref} />
      <DataTable
        label="Identities"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/identities/${row.id}`}
        sort={props.sort}
        bulkActions={canAssign ? bulk : undefined}
        rowActions={(row) =>
          canAssign && row.needsOwner ? <Button onClick={() => ask([row])}>Assign owner</Button> : null
        }
        empty={total === 0 ? <NothingYet view={props.view} /> : <NoMatch fields={fields} total={formatNumber(total)} />}
      />
      <Pagination previous={props.previous} next={props.next}>
        {rows.length < matching ? `${rows.length} of ${plural(matching, 'row')}` : null}
      </Pagination>
      {asked ? (
        <AssignOwnerDialog
          kind="identity"
          subjects={asked.rows}
          actions={props.actions}
          onClose={() => setAsked(null)}
          onDone={asked.clear}
        />
      ) : null}
    </>
  )
}

function Bulk({ rows, onAssign }: { rows: IdentityRow[]; onAssign: () => void }) {
  const eligible = rows.filter((row) => row.needsOwner).length
  return (
    <Button icon={<UserRound aria-hidden="true" />} disabled={eligible === 0} onClick={onAssign}>
      Assign owner <Eligible>{`${eligible} of ${rows.length}`}</Eligible>
    </Button>
  )
}

const EMPTY: Partial<Record<IdentityView, [title: string, words: string]>> = {
  unowned: ['Every identity that needs an owner has one', 'Those nobody answers for stand here.'],
  departed: ['Nobody has departed', 'People who left and services that were switched off stand here.'],
  'third-party': ['No third party acts here', 'Identities of other organisations stand here.'],
}

function NothingYet({ view }: { view: IdentityView }) {
  const [title, words] = EMPTY[view] ?? [
    'No identities yet',
    'Whoever delegates or acts appears with the first records.',
  ]
  const action = EMPTY[view] ? undefined : <ButtonLink href="/connections">Connect a source</ButtonLink>
  return (
    <EmptyState inset title={title} action={action}>
      {words}
    </EmptyState>
  )
}
