import type { Metadata } from 'next'
import { Suspense } from 'react'
import { isAllowed } from '@/lib/domain/authorization'
import { grantListInput } from '@/lib/domain/grant-filter'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { countGrantViews } from '@/lib/queries/count-grant-views'
import { listDrafts } from '@/lib/queries/list-drafts'
import { listGrants } from '@/lib/queries/list-grants'
import { listSessionFilterOptions } from '@/lib/queries/list-session-filter-options'
import { hrefWith, type SearchParams, singleValues } from '../sessions/search-params'
import { grantTableActions } from './grant-actions'
import { GrantList } from './grant-list'
import { GrantViews } from './grant-views'
import { GrantsBar } from './grants-bar'

export const metadata: Metadata = { title: 'Grants' }

/** Every grant, by view, filter and order of the address. */
export default async function GrantsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const params = singleValues(await searchParams)
  const input = grantListInput.parse(params)
  const named = input.identity ?? input.principal ?? input.actor
  const [page, counts, options, drafts] = await orNotFound(
    Promise.all([
      listGrants(ctx, input),
      countGrantViews(ctx, input),
      listSessionFilterOptions(ctx, { identity: named, owner: input.owner === 'none' ? 'none' : input.owner }),
      listDrafts(ctx),
    ]),
  )
  return (
    <>
      <GrantsBar drafts={drafts} now={ctx.now} />
      <GrantViews view={input.view} counts={counts} cols={params.cols} />
      <Suspense>
        <GrantList
          rows={page.rows}
          now={ctx.now}
          view={input.view}
          total={counts[input.view]}
          matching={counts.matching}
          sort={{ key: input.sort.replace('-', ''), descending: input.sort.startsWith('-') }}
          options={options}
          can={{ revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }}
          actions={grantTableActions}
          csvHref={hrefWith('/grants/csv', params, { after: null, before: null })}
          previous={page.previous && hrefWith('/grants', params, { before: page.previous, after: null })}
          next={page.next && hrefWith('/grants', params, { after: page.next, before: null })}
        />
      </Suspense>
    </>
  )
}
