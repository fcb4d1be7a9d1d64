'use client'
import { useMemo } from 'react'
import type { SessionActions } from '@/components/session/session-actions'
import { sessionColumns } from '@/components/session/session-columns'
import { type SessionDeeds, SessionTable } from '@/components/session/session-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { NoMatch } from '@/components/ui/filter/no-match'
import { Pagination } from '@/components/ui/pagination'
import { type SessionListRequest, type SessionView, sessionOrder } from '@/lib/domain/session-filter'
import type { SessionRow } from '@/lib/domain/session-row'
import { formatNumber, plural } from '@/lib/format'
import { type FilterOptions, filterFields } from './filter-fields'

type Props = {
  request: SessionListRequest
  view: SessionView
  views: Record<Exclude<SessionView, 'ended' | 'all'>, number> & { ended: { count: number; isMore: boolean } }
  matching: { count: number; isMore: boolean }
  options: FilterOptions
  can: SessionDeeds
  actions: SessionActions
  rows: SessionRow[]
  csvHref: string
  previous: string | null
  next: string | null
  now: Date
}

/** How many the view has in all; undefined where that was not counted to the end. */
function totalOf({ view, views }: Props): number | undefined {
  if (view === 'all') return undefined
  if (view === 'ended') return views.ended.isMore ? undefined : views.ended.count
  return views[view]
}

function countWords(props: Props): string {
  const { matching } = props
  if (matching.isMore) return `over ${formatNumber(matching.count)} rows`
  const total = totalOf(props)
  if (total === undefined || total === matching.count) return plural(matching.count, 'row')
  return `${formatNumber(matching.count)} of ${plural(total, 'row')}`
}

/** The list under its views: filters, table, pages. */
export function SessionList(props: Props) {
  const { request, options, can, actions, rows, csvHref, previous, next, now } = props
  const fields = useMemo(() => filterFields(options), [options])
  const columns = useMemo(() => sessionColumns({ now }), [now])
  const total = totalOf(props)
  return (
    <>
      <FilterBar fields={fields} columns={columns} count={countWords(props)} csvHref={csvHref} />
      <SessionTable
        rows={rows}
        now={now}
        sort={{ key: sessionOrder(request).key, descending: sessionOrder(request).descending }}
        actions={actions}
        can={can}
        owners={options.owners.filter((owner) => owner.value !== 'none')}
        empty={
          total === 0 ? (
            <NothingYet view={props.view} />
          ) : (
            <NoMatch fields={fields} total={total === undefined ? 'all sessions' : formatNumber(total)} />
          )
        }
      />
      <Pagination previous={previous} next={next}>
        {previous || next ? `${plural(rows.length, 'row')} of ${countWords(props)}` : null}
      </Pagination>
    </>
  )
}

const EMPTY: Partial<Record<SessionView, [title: string, words: string]>> = {
  'over-limit': [
    'Nothing is over its limit',
    'Live sessions broader than their tier allows for as long as they last stand here.',
  ],
  unowned: ['Every live session has an owner', 'Those nobody answers for stand here.'],
  unused: ['Every live session was used lately', 'Those that were not used for a week stand here.'],
  'ends-today': ['Nothing ends today', 'Live sessions that end before midnight stand here.'],
  observed: ['No observed session is live', 'Sessions that another issuer minted stand here while they live.'],
  ended: ['Nothing ended in 30 days', 'What was revoked, completed or expired stays here; nothing disappears.'],
}

function NothingYet({ view }: { view: SessionView }) {
  const [title, words] = EMPTY[view] ?? [
    'No delegated session is live',
    'Live sessions, issued by Remit or seen in a source, stand here.',
  ]
  return (
    <EmptyState
      inset
      title={title}
      action={
        view === 'live' || view === 'all' ? <ButtonLink href="/connections">Connect a source</ButtonLink> : undefined
      }
    >
      {words}
    </EmptyState>
  )
}
