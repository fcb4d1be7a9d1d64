import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { isAllowed } from '@/lib/domain/authorization'
import { effectiveView, sessionListRequest } from '@/lib/domain/session-filter'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { countSessionViews } from '@/lib/queries/count-session-views'
import { listSessionFilterOptions } from '@/lib/queries/list-session-filter-options'
import { countSessions, listSessions } from '@/lib/queries/list-sessions'
import { hrefWith, type SearchParams, singleValues } from './search-params'
import { sessionActions } from './session-actions'
import { SessionList } from './session-list'
import { SessionViews } from './session-views'

export const metadata: Metadata = { title: 'Sessions' }

/** Every delegated session, by view, filter and order of the address. */
export default async function SessionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const params = singleValues(await searchParams)
  const request = sessionListRequest.parse(params)
  const [page, views, matching, options] = await orNotFound(
    Promise.all([
      listSessions(ctx, request),
      countSessionViews(ctx),
      countSessions(ctx, request),
      listSessionFilterOptions(ctx, request),
    ]),
  )
  const view = effectiveView(request)
  const can = {
    revoke: isAllowed(ctx, 'revoke-access'),
    lock: isAllowed(ctx, 'lock-access'),
    assignOwner: isAllowed(ctx, 'assign-owner'),
  }
  const list = { request, view, views, matching, options, can, actions: sessionActions, now: ctx.now }
  return (
    <>
      <TopBar title="Sessions" now={ctx.now} />
      <SessionViews view={view} counts={views} cols={params.cols} />
      <SessionList
        {...list}
        rows={page.rows}
        csvHref={hrefWith('/sessions/csv', params, { after: null, before: null })}
        previous={page.previous && hrefWith('/sessions', params, { before: page.previous, after: null })}
        next={page.next && hrefWith('/sessions', params, { after: page.next, before: null })}
      />
    </>
  )
}
