import type { Metadata } from 'next'
import { hrefWith, type SearchParams, singleValues } from '@/app/(dashboard)/sessions/search-params'
import { sessionActions } from '@/app/(dashboard)/sessions/session-actions'
import { TopBar } from '@/components/shell/top-bar'
import { Pagination } from '@/components/ui/pagination'
import { isAllowed } from '@/lib/domain/authorization'
import { findingListRequest } from '@/lib/domain/finding-filter'
import { formatNumber } from '@/lib/format'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { countFindingViews } from '@/lib/queries/count-finding-views'
import { findFinding } from '@/lib/queries/find-finding'
import { listFindings } from '@/lib/queries/list-findings'
import { changeTheFindings } from './actions'
import { FindingDrawer } from './finding-drawer'
import { FindingViews } from './finding-views'
import { FindingsTable } from './findings-table'
import { neighbours } from './neighbours'

export const metadata: Metadata = { title: 'Findings' }

/** What detectors believe is wrong, the worst first, and one of them beside the list. */
export default async function FindingsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = singleValues(await searchParams)
  const request = findingListRequest.parse(params)
  const ctx = await pageContext()
  const [page, counts, opened] = await orNotFound(
    Promise.all([listFindings(ctx, request), countFindingViews(ctx, request), findFinding(ctx, params.finding)]),
  )
  const can = { handle: isAllowed(ctx, 'handle-finding'), revoke: isAllowed(ctx, 'revoke-access') }
  const deeds = { can, now: ctx.now, change: changeTheFindings }
  const link = (cursor: 'after' | 'before', value: string | null) =>
    value && hrefWith('/findings', params, { after: null, before: null, [cursor]: value })
  return (
    <>
      <TopBar title="Findings" now={ctx.now} />
      <FindingViews params={params} request={request} counts={counts} />
      <FindingsTable rows={page.rows} request={request} counts={counts} {...deeds} />
      <Pagination previous={link('before', page.previous)} next={link('after', page.next)}>
        {page.rows.length > 0 ? `${formatNumber(page.rows.length)} of ${formatNumber(counts.matching)} rows` : null}
      </Pagination>
      {opened ? (
        <FindingDrawer
          key={opened.id}
          finding={opened}
          {...deeds}
          {...neighbours(params, page.rows, opened.id)}
          sessionActions={sessionActions}
        />
      ) : null}
    </>
  )
}
