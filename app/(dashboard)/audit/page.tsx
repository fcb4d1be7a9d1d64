import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { pageZone } from '@/app/(dashboard)/page-zone'
import { hrefWith, type SearchParams, singleValues } from '@/app/(dashboard)/sessions/search-params'
import { TopBar } from '@/components/shell/top-bar'
import { Pagination } from '@/components/ui/pagination'
import { isAllowed } from '@/lib/domain/authorization'
import { formatNumber } from '@/lib/format'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { countAuditEvents, MAX_COUNTED_EVENTS } from '@/lib/queries/count-audit-events'
import { listAuditEvents } from '@/lib/queries/list-audit-events'
import { AuditTable } from './audit-table'
import { readAuditRequest } from './read-request'

export const metadata: Metadata = { title: 'Audit' }

/** Everything that happened, newest first; each line opens to what was recorded. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const bar = <TopBar title="Audit" now={ctx.now} />
  if (!isAllowed(ctx, 'view-audit')) {
    return (
      <>
        {bar}
        <HiddenByRole section="The audit log">Reviewers, managers and admins read it.</HiddenByRole>
      </>
    )
  }
  const params = singleValues(await searchParams)
  const request = readAuditRequest(params, await pageZone())
  const [page, matching] = await orNotFound(
    Promise.all([listAuditEvents(ctx, request), countAuditEvents(ctx, request)]),
  )
  const total = matching > MAX_COUNTED_EVENTS ? `more than ${formatNumber(MAX_COUNTED_EVENTS)}` : formatNumber(matching)
  return (
    <>
      {bar}
      <AuditTable
        rows={page.rows}
        total={total}
        isEmpty={matching === 0}
        csvHref={hrefWith('/audit/csv', params, { after: null, before: null })}
      />
      <Pagination
        previous={page.previous && hrefWith('/audit', params, { before: page.previous, after: null })}
        next={page.next && hrefWith('/audit', params, { after: page.next, before: null })}
      >
        {formatNumber(page.rows.length)} of {total} events
      </Pagination>
    </>
  )
}
