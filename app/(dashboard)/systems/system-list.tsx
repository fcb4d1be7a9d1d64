'use client'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { FilterField } from '@/components/ui/filter/field'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { NoMatch } from '@/components/ui/filter/no-match'
import { Pagination } from '@/components/ui/pagination'
import { DataTable } from '@/components/ui/table/data-table'
import type { Sort } from '@/components/ui/table/sort-link'
import type { SystemRow, SystemView } from '@/lib/domain/system-filter'
import { formatNumber, plural } from '@/lib/format'
import { SYSTEM_COLUMNS } from './system-columns'

type Props = {
  rows: SystemRow[]
  view: SystemView
  total: number
  matching: number
  sort: Sort
  csvHref: string
  previous: string | null
  next: string | null
}

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const FIELDS: FilterField[] = [
  { key: 'tier', label: 'Tier', kind: 'enum', options: same(['1', '2', '3']) },
  {
    key: 'environment',
    label: 'Environment',
    kind: 'enum',
    options: same(['production', 'staging', 'development', 'unknown']),
  },
]

/** The list under its views: filters, table, pages. */
export function SystemList({ rows, view, total, matching, sort, csvHref, previous, next }: Props) {
  const count = matching === total ? plural(total, 'row') : `${formatNumber(matching)} of ${plural(total, 'row')}`
  return (
    <>
      <FilterBar fields={FIELDS} columns={SYSTEM_COLUMNS} count={count} csvHref={csvHref} />
      <DataTable
        label="Systems"
        columns={SYSTEM_COLUMNS}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/systems/${row.id}`}
        sort={sort}
        empty={total === 0 ? <NothingYet view={view} /> : <NoMatch fields={FIELDS} total={formatNumber(total)} />}
      />
      <Pagination previous={previous} next={next}>
        {previous || next ? `${rows.length} of ${plural(matching, 'row')}` : null}
      </Pagination>
    </>
  )
}

const EMPTY: Partial<Record<SystemView, [title: string, words: string]>> = {
  'tier-1': ['No system is tier 1', 'The most critical ones stand here. An admin sets the tier on a system’s page.'],
  'over-limit': ['No system has a session over its limit', 'Systems with live sessions over their limit stand here.'],
  unowned: ['Every system has an owner', 'Those nobody answers for stand here.'],
  idle: ['Every system has a live session', 'Those without one stand here.'],
}

function NothingYet({ view }: { view: SystemView }) {
  const [title, words] = EMPTY[view] ?? ['No systems yet', 'They appear here with the first records a source sends.']
  const action = EMPTY[view] ? undefined : <ButtonLink href="/connections">Connect a source</ButtonLink>
  return (
    <EmptyState inset title={title} action={action}>
      {words}
    </EmptyState>
  )
}
