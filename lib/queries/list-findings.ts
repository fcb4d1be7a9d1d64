import { Prisma } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { FindingListRequest, FindingSort } from '@/lib/domain/finding-filter'
import type { FindingRow } from '@/lib/domain/finding-row'
import type { Page } from '@/lib/domain/page'
import { findingWhere } from '@/lib/queries/finding-where'
import { keyset, momentKey, numberKey, parseSort, type SortKey, textKey, toPage } from '@/lib/queries/keyset'
import { readFindingRows } from '@/lib/queries/read-finding-rows'

/** Worse is larger, so that the worst come first when the largest do. */
const SEVERITY_RANK = Prisma.sql`array_position(array['info', 'low', 'medium', 'high', 'critical'], f.severity)`

const SORTS: Record<FindingSort, SortKey> = {
  severity: numberKey(SEVERITY_RANK),
  opened: momentKey(Prisma.sql`f.opened_at`, 'last'),
  title: textKey(Prisma.sql`f.title`),
}

/** Findings by filter, a page at a time; the worst first unless asked otherwise, the newest first among equals. */
export async function listFindings(ctx: Context, request: FindingListRequest): Promise<Page<FindingRow>> {
  authorize(ctx, 'view-access')
  const { key, direction } = parseSort<FindingSort>(request.sort)
  const page = keyset({ key: SORTS[key], id: Prisma.sql`f.id`, direction, request })
  const found = await readFindingRows<{ sortValue: string | number }>(
    ctx,
    Prisma.sql`${page.value} as "sortValue"`,
    Prisma.sql`where ${findingWhere(ctx, request)} and ${page.where} order by ${page.order} limit ${page.limit}`,
  )
  const cut = toPage(
    found.map(({ read, row }) => ({ id: read.id, sortValue: read.sortValue, row })),
    request,
  )
  return { ...cut, rows: cut.rows.map(({ row }) => row) }
}
