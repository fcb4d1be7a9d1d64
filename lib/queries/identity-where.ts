import { Prisma } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { IdentityFilter, IdentityView, OwnershipPart } from '@/lib/domain/identity-filter'
import { fromPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

const NON_HUMAN = Prisma.sql`i.kind not in ('human', 'team')`

/** Nobody answers for it, though somebody must: a non-human identity, still here, without an owner who is still here.
 *  Rows are `i`, their owner `o`. */
const UNOWNED = Prisma.sql`(${NON_HUMAN} and i.status <> 'departed' and (i.owner_id is null or o.status = 'departed'))`

/** Who answers for it, of those that must have an owner and are here; every one of them is in exactly one part. */
export const OWNERSHIP_SQL: Record<OwnershipPart, Prisma.Sql> = {
  person: Prisma.sql`(o.kind <> 'team' and o.status <> 'departed')`,
  team: Prisma.sql`(o.kind = 'team' and o.status <> 'departed')`,
  left: Prisma.sql`o.status = 'departed'`,
  none: Prisma.sql`o.id is null`,
}

/** What must have an owner, and is here. */
export const NEEDS_OWNER_SQL = Prisma.sql`(${NON_HUMAN} and i.status <> 'departed')`

const VIEWS: Record<IdentityView, Prisma.Sql> = {
  all: Prisma.sql`true`,
  'non-human': NON_HUMAN,
  unowned: UNOWNED,
  departed: Prisma.sql`i.status = 'departed'`,
  'third-party': Prisma.sql`i.is_third_party`,
}

/** What a view shows, as a condition on `i` and `o`. */
export function identityViewSql(view: IdentityView): Prisma.Sql {
  return VIEWS[view]
}

function* conditions(ctx: Context, filter: IdentityFilter): Generator<Prisma.Sql> {
  yield Prisma.sql`i.org_id = ${ctx.orgId}::uuid`
  yield VIEWS[filter.view]
  if (filter.kind) yield Prisma.sql`i.kind in (${Prisma.join(filter.kind)})`
  if (filter.status) yield Prisma.sql`i.status in (${Prisma.join(filter.status)})`
  if (filter.owner === 'none') yield UNOWNED
  else if (filter.owner) yield Prisma.sql`i.owner_id = ${fromPublicId('identity', filter.owner)}::uuid`
  if (filter.ownership) yield Prisma.sql`(${NEEDS_OWNER_SQL} and ${OWNERSHIP_SQL[filter.ownership]})`
  if (filter.breadthMin !== undefined) yield Prisma.sql`d.breadth >= ${filter.breadthMin}`
  if (filter.q) {
    const text = likeText(filter.q)
    yield Prisma.sql`(i.name ilike ${text} or i.email ilike ${text} or i.external_id ilike ${text})`
  }
}

/** The rows a filter lets through, as one condition on identities `i`, owners `o` and what they do under grants `d`. */
export function identityWhere(ctx: Context, filter: IdentityFilter): Prisma.Sql {
  return Prisma.join([...conditions(ctx, filter)], ' and ')
}

/** When an identity was last seen: by a source, or using a grant. */
export const LAST_SEEN_SQL = Prisma.sql`greatest(i.last_seen_at, d.last_used_at)`

/** Identities with their owners, what they do (`d`) and have done for them (`b`) under standing grants, and when they used any. */
export function identitiesSql(ctx: Context): Prisma.Sql {
  const standing = Prisma.sql`g.status in ('active', 'suspended')
    and (g.expires_at is null or g.expires_at > ${ctx.now.toISOString()}::timestamptz)`
  return Prisma.sql`identities i
    left join identities o on o.org_id = i.org_id and o.id = i.owner_id
    left join (select g.actor_id as id, count(*) filter (where ${standing})::int as count,
        (max(g.breadth) filter (where ${standing}))::int as breadth, max(g.last_used_at) as last_used_at
      from grants g where g.org_id = ${ctx.orgId}::uuid group by 1) d on d.id = i.id
    left join (select g.principal_id as id, count(*)::int as count from grants g
      where g.org_id = ${ctx.orgId}::uuid and ${standing} group by 1) b on b.id = i.id`
}
