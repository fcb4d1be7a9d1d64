import type { Context } from '@/lib/domain/context'
import { type FindingListRequest, findingListRequest } from '@/lib/domain/finding-filter'
import type { FindingRow } from '@/lib/domain/finding-row'
import { EXPORT_ROWS } from '@/lib/domain/page'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { listFindings } from '@/lib/queries/list-findings'

const HEAD = [
  'id',
  'severity',
  'title',
  'detector',
  'status',
  'until',
  'opened',
  'subject_kind',
  'subject',
  'subject_name',
  'system',
  'owner',
]

function cells(row: FindingRow) {
  const { subject } = row
  const name = subject.principal ? `${subject.name} for ${subject.principal}` : subject.name
  const facts = [row.id, row.severity, row.title, row.detector, row.status, row.statusUntil, row.openedAt]
  return [...facts, subject.kind, subject.id, name, row.system?.name, row.owner?.name]
}

async function* pages(ctx: Context, request: FindingListRequest) {
  let after: string | undefined
  do {
    const page = await listFindings(ctx, { ...request, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows.map(cells)
    after = page.next ?? undefined
  } while (after)
}

/** The same rows as the list, all of them, as CSV. */
export const GET = route(async (ctx, request) => {
  const asked = findingListRequest.parse(Object.fromEntries(new URL(request.url).searchParams))
  return csvResponse('findings', HEAD, pages(ctx, asked))
})
