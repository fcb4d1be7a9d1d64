import { Prisma } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import {
  effectiveView,
  isLiveView,
  type SessionFilter,
  type SessionUnknown,
  type SessionView,
  UNUSED_AFTER_DAYS,
} from '@/lib/domain/session-filter'
import { fromPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

const DAY_MILLISECONDS = 86_400_000
const OPEN = Prisma.raw(`s.status in ('scheduled', 'active', 'locked', 'revoking')`)

/** Live at `now`, whatever the row still says. Rows are `s`, here and below. Written so that the partial index of the
 *  open ones serves it. */
export function liveSql(now: Date): Prisma.Sql {
  return Prisma.sql`${OPEN} and (s.expires_at is null or s.expires_at > ${now})`
}

/** The status at `now`: past its end it is expired, and a lock that ran out is no lock (see `effectiveStatus`). */
export function sessionStatusSql(now: Date): Prisma.Sql {
  return Prisma.sql`(case when ${OPEN} and s.expires_at <= ${now} then 'expired'
    when s.status = 'locked' and s.locked_until <= ${now} then 'active' else s.status end)`
}

/** Who answers for it: the grant's owner, else the actor's; humans and teams answer for themselves. */
export const OWNER_SQL = Prisma.sql`coalesce(
  (select g.owner_id from grants g where g.org_id = s.org_id and g.id = s.grant_id),
  (select case when a.kind in ('human', 'team') then a.id else a.owner_id end
    from identities a where a.org_id = s.org_id and a.id = s.actor_id))`

/** Nobody answers for it: no owner, or one who left. */
export const UNOWNED_SQL = Prisma.sql`not exists (
  select from identities o where o.org_id = s.org_id and o.id = ${OWNER_SQL} and o.status <> 'departed')`

/** The same for a statement about very many: joins that are made once for all rows, where the words above look up three rows for
 *  each. Stands after `from delegated_sessions s`. */
export const OWNER_JOINS_SQL = Prisma.sql`
  left join grants owned on owned.org_id = s.org_id and owned.id = s.grant_id
  left join identities acting on acting.org_id = s.org_id and acting.id = s.actor_id
  left join identities answering on answering.org_id = s.org_id and answering.status <> 'departed' and answering.id =
    coalesce(owned.owner_id, case when acting.kind in ('human', 'team') then acting.id else acting.owner_id end)`

/** Nobody answers for it, in a statement with `OWNER_JOINS_SQL`. */
export const JOINED_UNOWNED_SQL = Prisma.sql`answering.id is null`

export function unusedSql(now: Date): Prisma.Sql {
  const before = new Date(now.getTime() - UNUSED_AFTER_DAYS * DAY_MILLISECONDS)
  return Prisma.sql`coalesce(s.last_used_at, s.issued_at) < ${before}`
}

/** Ends before the day does where the organisation is. */
export function endsTodaySql(ctx: Context): Prisma.Sql {
  return Prisma.sql`s.expires_at < (
    select (date_trunc('day', ${ctx.now}::timestamptz at time zone o.time_zone) + interval '1 day') at time zone o.time_zone
    from organisations o where o.id = ${ctx.orgId}::uuid)`
}

export function viewSql(ctx: Context, view: SessionView): Prisma.Sql {
  const live = liveSql(ctx.now)
  const monthAgo = new Date(ctx.now.getTime() - 30 * DAY_MILLISECONDS)
  const end = Prisma.sql`coalesce(s.ended_at, s.expires_at)`
  const views: Record<SessionView, Prisma.Sql> = {
    live,
    'over-limit': Prisma.sql`${live} and s.is_over_limit`,
    unowned: Prisma.sql`${live} and ${UNOWNED_SQL}`,
    unused: Prisma.sql`${live} and ${unusedSql(ctx.now)}`,
    'ends-today': Prisma.sql`${live} and ${endsTodaySql(ctx)}`,
    observed: Prisma.sql`${live} and s.origin = 'observed'`,
    ended: Prisma.sql`${end} > ${monthAgo} and ${end} <= ${ctx.now}`,
    all: Prisma.sql`true`,
  }
  return views[view]
}

/** Which part of the ring a live session is in: over its limit, else of unknown breadth or end, else unused for long,
 *  else ending within a quarter of an hour, else in bounds and in use. */
export function healthSql(now: Date): Prisma.Sql {
  return Prisma.sql`(case when s.is_over_limit then 'over-limit' when s.breadth is null or not s.expiry_known then 'unknown'
    when ${unusedSql(now)} then 'unused' when s.expires_at <= ${new Date(now.getTime() + 15 * 60_000)} then 'ending'
    else 'in-bounds' end)`
}

function ownerSql(owner: string): Prisma.Sql {
  if (owner === 'none') return UNOWNED_SQL
  return Prisma.sql`${OWNER_SQL} = ${fromPublicId('identity', owner)}::uuid`
}

function identitySql(ctx: Context, identity: string): Prisma.Sql {
  const id = Prisma.sql`${fromPublicId('identity', identity)}::uuid`
  return Prisma.sql`(s.actor_id = ${id} or s.principal_id = ${id}
    or s.actor_id in (select a.id from identities a where a.org_id = ${ctx.orgId}::uuid and a.owner_id = ${id})
    or s.grant_id in (select g.id from grants g where g.org_id = ${ctx.orgId}::uuid and g.owner_id = ${id}))`
}

/** Words are looked for in the names of actors, principals and systems, which indexes answer at any size. What stands in
 *  the session itself (its name, source identity, ticket) is looked for among the live ones only: those are few. */
function searchSql(ctx: Context, q: string, isLive: boolean): Prisma.Sql {
  const text = likeText(q)
  const org = Prisma.sql`${ctx.orgId}::uuid`
  const people = Prisma.sql`array(select i.id from identities i where i.org_id = ${org} and i.name ilike ${text})`
  const systems = Prisma.sql`array(select y.id from systems y where y.org_id = ${org} and y.name ilike ${text})`
  const own = isLive
    ? Prisma.sql`or s.name ilike ${text} or s.source_identity ilike ${text} or s.ticket ilike ${text}`
    : Prisma.empty
  return Prisma.sql`(s.actor_id = any(${people}) or s.principal_id = any(${people}) or s.system_id = any(${systems})
    or s.external_id = ${q} ${own})`
}

function* lifetimes(filter: SessionFilter): Generator<Prisma.Sql> {
  const lifetime = Prisma.sql`extract(epoch from s.expires_at - s.issued_at)`
  if (filter.lifetimeMin === 'never') yield Prisma.sql`s.expires_at is null and s.expiry_known`
  else if (filter.lifetimeMin !== undefined) {
    yield Prisma.sql`(${lifetime} >= ${filter.lifetimeMin} or (s.expires_at is null and s.expiry_known))`
  }
  if (filter.lifetimeMax !== undefined) yield Prisma.sql`${lifetime} <= ${filter.lifetimeMax}`
}

const UNKNOWN_SQL: Record<SessionUnknown, Prisma.Sql> = {
  end: Prisma.sql`not s.expiry_known`,
  issuance: Prisma.sql`not s.issuance_seen`,
  use: Prisma.sql`s.unused_share is null`,
}

function* measures(filter: SessionFilter): Generator<Prisma.Sql> {
  if (filter.tier !== undefined) yield Prisma.sql`s.tier = ${filter.tier}`
  if (filter.breadth === 'unknown') yield Prisma.sql`s.breadth is null`
  if (filter.unknown) yield UNKNOWN_SQL[filter.unknown]
  if (filter.breadthMin !== undefined) yield Prisma.sql`s.breadth >= ${filter.breadthMin}`
  if (filter.breadthMax !== undefined) yield Prisma.sql`s.breadth <= ${filter.breadthMax}`
  if (filter.unusedMin !== undefined) yield Prisma.sql`s.unused_share >= ${filter.unusedMin / 100}::real`
  yield* lifetimes(filter)
}

function* conditions(ctx: Context, filter: SessionFilter): Generator<Prisma.Sql> {
  yield Prisma.sql`s.org_id = ${ctx.orgId}::uuid`
  yield viewSql(ctx, effectiveView(filter))
  if (filter.status) yield Prisma.sql`${sessionStatusSql(ctx.now)} in (${Prisma.join(filter.status)})`
  if (filter.origin) yield Prisma.sql`s.origin = ${filter.origin}`
  if (filter.source) {
    yield Prisma.sql`s.connector_id in (select c.id from connectors c where c.org_id = ${ctx.orgId}::uuid and c.kind = ${filter.source})`
  }
  if (filter.system) yield Prisma.sql`s.system_id = ${fromPublicId('system', filter.system)}::uuid`
  if (filter.grant) yield Prisma.sql`s.grant_id = ${fromPublicId('grant', filter.grant)}::uuid`
  if (filter.revocation) yield Prisma.sql`s.revocation_id = ${fromPublicId('revocation', filter.revocation)}::uuid`
  if (filter.identity) yield identitySql(ctx, filter.identity)
  if (filter.owner) yield ownerSql(filter.owner)
  if (filter.health) yield Prisma.sql`${healthSql(ctx.now)} in (${Prisma.join(filter.health)})`
  yield* measures(filter)
  if (filter.q) yield searchSql(ctx, filter.q, isLiveView(effectiveView(filter)))
}

/** The delegated sessions `s` a filter lets through, as one condition. */
export function sessionWhere(ctx: Context, filter: SessionFilter): Prisma.Sql {
  return Prisma.join([...conditions(ctx, filter)], ' and ')
}
