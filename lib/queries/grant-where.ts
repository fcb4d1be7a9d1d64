import { Prisma } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import {
  ENDED_GRANT_STATUSES,
  type GrantFilter,
  type GrantView,
  OVER_SCOPED_UNUSED_SHARE,
  STANDING_GRANT_STATUSES,
} from '@/lib/domain/grant-filter'
import { fromPublicId } from '@/lib/id'

/** Grants `g` with principals `p`, actors `a` and owners `o`. Left joins, though the first two are always there: one that a
 *  statement does not read costs it nothing. */
export const GRANT_JOINS_SQL = Prisma.sql`
  from grants g
  left join identities p on p.org_id = g.org_id and p.id = g.principal_id
  left join identities a on a.org_id = g.org_id and a.id = g.actor_id
  left join identities o on o.org_id = g.org_id and o.id = g.owner_id`

/** A grant's status at `now`, whatever the row still says: past its end it is expired. Rows are `g`. */
export function grantStatusSql(now: Date): Prisma.Sql {
  return Prisma.sql`(case when g.status in ('pending', 'active', 'suspended') and g.expires_at <= ${now.toISOString()}::timestamptz then 'expired' else g.status end)`
}

/** Nobody answers for it: no owner, or one who left. Rows are `g`, their owner `o`. */
export const UNOWNED_SQL = Prisma.sql`(g.owner_id is null or o.status = 'departed')`

function words(values: readonly string[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join([...values])})`
}

/** What a view shows, as a condition on `g` and `o`. */
export function grantViewSql(view: GrantView, now: Date, unusedMin?: number): Prisma.Sql {
  const status = grantStatusSql(now)
  const standing = Prisma.sql`${status} in ${words(STANDING_GRANT_STATUSES)}`
  const unused = unusedMin === undefined ? OVER_SCOPED_UNUSED_SHARE : unusedMin / 100
  const views: Record<GrantView, Prisma.Sql> = {
    active: Prisma.sql`${status} = 'active'`,
    requested: Prisma.sql`${status} = 'pending'`,
    'over-scoped': Prisma.sql`${standing} and g.unused_share >= ${unused}::real`,
    'never-expiring': Prisma.sql`${standing} and g.expires_at is null`,
    unowned: Prisma.sql`${standing} and ${UNOWNED_SQL}`,
    observed: Prisma.sql`${standing} and g.origin = 'observed'`,
    ended: Prisma.sql`${status} in ${words(ENDED_GRANT_STATUSES)}`,
    all: Prisma.sql`true`,
  }
  return views[view]
}

function* conditions(ctx: Context, filter: GrantFilter): Generator<Prisma.Sql> {
  yield Prisma.sql`g.org_id = ${ctx.orgId}::uuid`
  yield grantViewSql(filter.view, ctx.now, filter.unusedMin)
  if (filter.status) yield Prisma.sql`${grantStatusSql(ctx.now)} in ${words(filter.status)}`
  if (filter.origin) yield Prisma.sql`g.origin = ${filter.origin}`
  if (filter.source) {
    yield Prisma.sql`exists (select from connectors c where c.org_id = g.org_id and c.id = g.connector_id and c.kind = ${filter.source})`
  }
  if (filter.system) {
    yield Prisma.sql`exists (select from grant_targets t where t.org_id = g.org_id and t.grant_id = g.id and t.system_id = ${fromPublicId('system', filter.system)}::uuid)`
  }
  if (filter.identity) {
    yield Prisma.sql`${fromPublicId('identity', filter.identity)}::uuid in (g.principal_id, g.actor_id, g.owner_id)`
  }
  if (filter.principal) yield Prisma.sql`g.principal_id = ${fromPublicId('identity', filter.principal)}::uuid`
  if (filter.actor) yield Prisma.sql`g.actor_id = ${fromPublicId('identity', filter.actor)}::uuid`
  if (filter.owner === 'none') yield UNOWNED_SQL
  else if (filter.owner) yield Prisma.sql`g.owner_id = ${fromPublicId('identity', filter.owner)}::uuid`
  if (filter.permissions === 'unknown') yield Prisma.sql`not g.permissions_known`
  if (filter.breadthMin !== undefined) yield Prisma.sql`g.breadth >= ${filter.breadthMin}`
  if (filter.breadthMax !== undefined) yield Prisma.sql`g.breadth <= ${filter.breadthMax}`
  if (filter.unusedMin !== undefined) yield Prisma.sql`g.unused_share >= ${filter.unusedMin / 100}::real`
  if (filter.q) {
    const text = likeText(filter.q)
    yield Prisma.sql`(g.name ilike ${text} or a.name ilike ${text} or p.name ilike ${text} or g.ticket ilike ${text})`
  }
}

/** The pattern that finds a text anywhere, with the signs that `like` would read itself taken literally. */
export function likeText(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** The rows a filter lets through, as one condition on grants `g`, principals `p`, actors `a` and owners `o`. */
export function grantWhere(ctx: Context, filter: GrantFilter): Prisma.Sql {
  return Prisma.join([...conditions(ctx, filter)], ' and ')
}
