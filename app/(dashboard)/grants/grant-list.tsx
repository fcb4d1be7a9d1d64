'use client'
import { type ComponentProps, useMemo } from 'react'
import { grantColumns } from '@/components/grant/grant-columns'
import { GrantTable } from '@/components/grant/grant-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { NoMatch } from '@/components/ui/filter/no-match'
import { Pagination } from '@/components/ui/pagination'
import type { GrantView } from '@/lib/domain/grant-filter'
import { formatNumber, plural } from '@/lib/format'
import { filterFields, type GrantFilterOptions } from './filter-fields'

type Props = Pick<ComponentProps<typeof GrantTable>, 'rows' | 'now' | 'sort' | 'can' | 'actions'> & {
  view: GrantView
  total: number
  matching: number
  options: GrantFilterOptions
  csvHref: string
  previous: string | null
  next: string | null
}

/** The list under its views: filters, table, pages. */
export function GrantList({ view, total, matching, options, csvHref, previous, next, ...table }: Props) {
  const fields = useMemo(() => filterFields(options), [options])
  const columns = useMemo(() => grantColumns(table.now), [table.now])
  const count = matching === total ? plural(total, 'row') : `${formatNumber(matching)} of ${plural(total, 'row')}`
  return (
    <>
      <FilterBar fields={fields} columns={columns} count={count} csvHref={csvHref} />
      <GrantTable
        {...table}
        selectable
        empty={total === 0 ? <NothingYet view={view} /> : <NoMatch fields={fields} total={formatNumber(total)} />}
      />
      <Pagination previous={previous} next={next}>
        {previous || next ? `${table.rows.length} of ${plural(matching, 'row')}` : null}
      </Pagination>
    </>
  )
}

const EMPTY: Partial<Record<GrantView, [title: string, words: string]>> = {
  requested: ['No grant is being asked for', 'Requests that wait for people stand here until they are decided.'],
  'over-scoped': ['No grant is mostly unused', 'Standing grants of which most was never used stand here.'],
  'never-expiring': ['Every standing grant has an end', 'Those without one stand here.'],
  unowned: ['Every standing grant has an owner', 'Those nobody answers for stand here.'],
  observed: ['No observed grant stands', 'What a source says of roles and who may assume them stands here.'],
  ended: ['No grant has ended', 'What was revoked, denied or expired stays here; nothing disappears.'],
}

function NothingYet({ view }: { view: GrantView }) {
  const [title, words] = EMPTY[view] ?? [
    'No grants yet',
    'Who may act for whom, how far and for how long: what Remit issues under, and what sources tell of roles.',
  ]
  return (
    <EmptyState
      inset
      title={title}
      action={EMPTY[view] ? undefined : <ButtonLink href="/connections">Connect a source</ButtonLink>}
    >
      {words}
    </EmptyState>
  )
}
