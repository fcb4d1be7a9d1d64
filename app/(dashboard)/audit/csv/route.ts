import { pageZone } from '@/app/(dashboard)/page-zone'
import type { AuditListRequest } from '@/lib/domain/audit-filter'
import type { AuditRow } from '@/lib/domain/audit-row'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { EXPORT_ROWS } from '@/lib/domain/page'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { listAuditEvents } from '@/lib/queries/list-audit-events'
import { readAuditRequest } from '../read-request'

const HEAD = ['id', 'at', 'actor_kind', 'actor', 'action', 'subject_kind', 'subject', 'subject_name', 'reason', 'data']

function cells(row: AuditRow) {
  const subject = [row.subjectKind, row.subjectId, row.subjectName]
  return [row.id, row.at, row.actorKind, row.actorName, row.action, ...subject, row.reason, JSON.stringify(row.data)]
}

async function* pages(ctx: Context, request: AuditListRequest) {
  let after: string | undefined
  do {
    const page = await listAuditEvents(ctx, { ...request, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows.map(cells)
    after = page.next ?? undefined
  } while (after)
}

/** The same events as the list, all of them, as CSV. Refused before the first byte to those who may not read the log. */
export const GET = route(async (ctx, request) => {
  authorize(ctx, 'view-audit')
  const params = Object.fromEntries(new URL(request.url).searchParams)
  const asked = readAuditRequest(params, await pageZone())
  return csvResponse('audit', HEAD, pages(ctx, asked))
})
