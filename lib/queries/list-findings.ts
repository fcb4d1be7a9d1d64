import { Prisma } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { FindingListRequest, FindingSort } from '@/lib/domain/finding-filter'
import type { FindingRow } from '@/lib/domain/finding-row'
import type { Page } from '@/lib/domain/page'
import { findingWhere } from '@/lib/queries/finding-where'
import { keyset, momentKey, parseSort, type SortKey, textKey, toPage } from '@/lib/queries/keyset'
import { readFindingRows } from '@/lib/queries/read-finding-rows'

/** Worse is larger, so that the worst come first when the largest do. As the index `findings_by_severity` has it. */
const bySeverity: SortKey = () => ({
  sql: Prisma.sql`(array_position(array['info', 'low', 'medium', 'high', 'critical'], f.severity)::float8)`,
  type: 'float8',
})

const SORTS: Record<FindingSort, SortKey> = {
  severity: bySeverity,
  opened: momentKey(Prisma.sql`f.opened_at`, 'last'),
  title: textKey(Prisma.sql`f.title`),
}

/** The ids of one page. What is joined only to be shown is joined to these alone: a join that no filter reads falls away. */
function idsSql(ctx: Context, request: FindingListRequest, page: ReturnType<typeof keyset>): Prisma.Sql {
  return Prisma.sql`array(select f.id from findings f
    left join systems y on y.org_id = f.org_id and y.id = f.system_id
    left join identities o on o.org_id = f.org_id and o.id = f.owner_id
    where ${findingWhere(ctx, request)} and ${page.where} order by ${page.order} limit ${page.limit})`
}

/** Findings by filter, a page at a time; the worst first unless asked otherwise, the newest first among equals. */
export async function listFindings(ctx: Context, request: FindingListRequest): Promise<Page<FindingRow>> {
  authorize(ctx, 'view-access')
  const { key, direction } = parseSort<FindingSort>(request.sort)
  const page = keyset({ key: SORTS[key], id: Prisma.sql`f.id`, direction, request })
  const found = await readFindingRows<{ sortValue: string | number }>(
    ctx,
    Prisma.sql`${page.value} as "sortValue"`,
    Prisma.sql`where f.org_id = ${ctx.orgId}::uuid and f.id = any(${idsSql(ctx, request, page)}) order by ${page.order}`,
  )
  const cut = toPage(
    found.map(({ read, row }) => ({ id: read.id, sortValue: read.sortValue, row })),
    request,
  )
  return { ...cut, rows: cut.rows.map(({ row }) => row) }
}
