import type { Metadata } from 'next'
import { Suspense } from 'react'
import { TopBar } from '@/components/shell/top-bar'
import { Tabs } from '@/components/ui/tabs'
import { SYSTEM_VIEWS, type SystemView, systemListInput } from '@/lib/domain/system-filter'
import { pageContext } from '@/lib/http/context'
import { listSystems } from '@/lib/queries/list-systems'
import { hrefWith, type SearchParams, singleValues } from '../sessions/search-params'
import { SystemList } from './system-list'

export const metadata: Metadata = { title: 'Systems' }

const LABELS: Record<SystemView, string> = {
  all: 'All',
  'tier-1': 'Tier 1',
  'over-limit': 'Over limit',
  unowned: 'Unowned',
  idle: 'Nothing live',
}

/** Every system with what is live on it, by view, filter and order of the address. */
export default async function SystemsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const params = singleValues(await searchParams)
  const input = systemListInput.parse(params)
  const { rows, counts, next, previous } = await listSystems(ctx, input)
  const tabs = SYSTEM_VIEWS.map((view) => ({
    href: hrefWith('/systems', { cols: params.cols }, { view: view === 'all' ? null : view }),
    label: LABELS[view],
    count: counts[view],
    current: view === input.view,
  }))
  return (
    <>
      <TopBar title="Systems" now={ctx.now} />
      <Tabs label="Views" tabs={tabs} />
      <Suspense>
        <SystemList
          rows={rows}
          view={input.view}
          total={counts[input.view]}
          matching={counts.matching}
          sort={{ key: input.sort.replace('-', ''), descending: input.sort.startsWith('-') }}
          csvHref={hrefWith('/systems/csv', params, { after: null, before: null })}
          previous={previous && hrefWith('/systems', params, { before: previous, after: null })}
          next={next && hrefWith('/systems', params, { after: next, before: null })}
        />
      </Suspense>
    </>
  )
}
