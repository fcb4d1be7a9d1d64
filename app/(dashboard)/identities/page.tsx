import type { Metadata } from 'next'
import { Suspense } from 'react'
import { TopBar } from '@/components/shell/top-bar'
import { isAllowed } from '@/lib/domain/authorization'
import { identityListInput } from '@/lib/domain/identity-filter'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { countIdentityViews } from '@/lib/queries/count-identity-views'
import { listIdentities } from '@/lib/queries/list-identities'
import { listSessionFilterOptions } from '@/lib/queries/list-session-filter-options'
import { ownerActions } from '../grants/grant-actions'
import { hrefWith, type SearchParams, singleValues } from '../sessions/search-params'
import { IdentityList } from './identity-list'
import { IdentityViews } from './identity-views'

export const metadata: Metadata = { title: 'Identities' }

/** Everyone and everything that delegates or acts, by view, filter and order of the address. */
export default async function IdentitiesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const params = singleValues(await searchParams)
  const input = identityListInput.parse(params)
  const [page, counts, options] = await orNotFound(
    Promise.all([
      listIdentities(ctx, input),
      countIdentityViews(ctx, input),
      listSessionFilterOptions(ctx, { owner: input.owner }),
    ]),
  )
  return (
    <>
      <TopBar title="Identities" now={ctx.now} />
      <IdentityViews view={input.view} counts={counts} cols={params.cols} />
      <Suspense>
        <IdentityList
          rows={page.rows}
          now={ctx.now}
          view={input.view}
          total={counts[input.view]}
          matching={counts.matching}
          sort={{ key: input.sort.replace('-', ''), descending: input.sort.startsWith('-') }}
          owners={options.owners}
          canAssign={isAllowed(ctx, 'assign-owner')}
          actions={ownerActions}
          csvHref={hrefWith('/identities/csv', params, { after: null, before: null })}
          previous={page.previous && hrefWith('/identities', params, { before: page.previous, after: null })}
          next={page.next && hrefWith('/identities', params, { after: page.next, before: null })}
        />
      </Suspense>
    </>
  )
}
