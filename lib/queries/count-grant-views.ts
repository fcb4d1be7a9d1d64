import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { GRANT_VIEWS, type GrantFilter, type GrantView } from '@/lib/domain/grant-filter'
import { GRANT_JOINS_SQL, grantViewSql, grantWhere } from '@/lib/queries/grant-where'

/** How many grants each view shows, and how many of the current view the filters let through (`matching`). Grants are
 *  the standing rules, thousands and not millions, so they are counted. Needs `view-access`. */
export async function countGrantViews(
  ctx: Context,
  filter: GrantFilter,
): Promise<Record<GrantView, number> & { matching: number }> {
  authorize(ctx, 'view-access')
  const counts = GRANT_VIEWS.map(
    (view) => Prisma.sql`count(*) filter (where ${grantViewSql(view, ctx.now)})::int as ${Prisma.raw(`"${view}"`)}`,
  )
  const [row] = await reader().$queryRaw<[Record<GrantView, number> & { matching: number }]>`
    select ${Prisma.join(counts)}, count(*) filter (where ${grantWhere(ctx, filter)})::int as matching
    ${GRANT_JOINS_SQL} where g.org_id = ${ctx.orgId}::uuid`
  return row
}
