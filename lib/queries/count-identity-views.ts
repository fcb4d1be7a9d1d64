import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { IDENTITY_VIEWS, type IdentityFilter, type IdentityView } from '@/lib/domain/identity-filter'
import { identitiesSql, identityViewSql, identityWhere } from '@/lib/queries/identity-where'

/** How many identities each view shows, and how many the filters let through (`matching`). Needs `view-access`. */
export async function countIdentityViews(
  ctx: Context,
  filter: IdentityFilter,
): Promise<Record<IdentityView, number> & { matching: number }> {
  authorize(ctx, 'view-access')
  const counts = IDENTITY_VIEWS.map(
    (view) => Prisma.sql`count(*) filter (where ${identityViewSql(view)})::int as ${Prisma.raw(`"${view}"`)}`,
  )
  const [row] = await reader().$queryRaw<[Record<IdentityView, number> & { matching: number }]>`
    select ${Prisma.join(counts)}, count(*) filter (where ${identityWhere(ctx, filter)})::int as matching
    from ${identitiesSql(ctx)} where i.org_id = ${ctx.orgId}::uuid`
  return row
}
