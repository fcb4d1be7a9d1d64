import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { GRANT_VIEWS, type GrantFilter, type GrantView } from '@/lib/domain/grant-filter'
import { grantViewSql, grantWhere } from '@/lib/queries/grant-where'

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
    from grants g
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    join identities a on a.org_id = g.org_id and a.id = g.actor_id
    left join identities o on o.org_id = g.org_id and o.id = g.owner_id
    where g.org_id = ${ctx.orgId}::uuid`
  return row
}
