import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Limits, Tier } from '@/lib/domain/limits'
import { toPublicId } from '@/lib/id'
import { readLimits } from '@/lib/queries/read-limits'
import { liveSql } from '@/lib/queries/session-where'

/** What a group was gathered from: the shortest and longest lifetime (seconds), the narrowest and broadest. */
export type ExposureSpan = { shortest: number | null; longest: number | null; narrowest: number; broadest: number }

/** A live session on the map (`from` null), or `count` of nearly the same breadth and lifetime on the same side of their limit, named
 *  by one of them. `lifetimeSeconds` null = never expires; `unusedShare` null = not reported. */
export type ExposurePoint = {
  id: string
  label: string
  breadth: number
  lifetimeSeconds: number | null
  unusedShare: number | null
  tier: Tier
  count: number
  from: ExposureSpan | null
}

/** The map, and how many live sessions have no place on it because their breadth or their end is unknown. */
export type ExposureMap = { limits: Limits; points: ExposurePoint[]; unknownBreadth: number; unknownEnd: number }

/** Up to so many live sessions are told one by one. */
export const MAX_POINTS = 3000

/** Sessions on one side of these lifetimes (seconds) are not put together with those on the other: pages count by them. */
const BRACKET_EDGES = [3600, 86_400, 604_800, 7_776_000]

const LIFETIME = Prisma.sql`date_part('epoch', s.expires_at - s.issued_at)`

function placedSql(ctx: Context): Prisma.Sql {
  return Prisma.sql`s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} and s.breadth is not null and s.expiry_known`
}

async function countPlaces(ctx: Context) {
  const [row] = await reader().$queryRaw<{ placed: number; unknownBreadth: number; unknownEnd: number }[]>`
    select count(*) filter (where s.breadth is not null and s.expiry_known)::int as placed,
      count(*) filter (where s.breadth is null)::int as "unknownBreadth",
      count(*) filter (where s.breadth is not null and not s.expiry_known)::int as "unknownEnd"
    from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)}`
  return row ?? { placed: 0, unknownBreadth: 0, unknownEnd: 0 }
}

async function readPoints(ctx: Context): Promise<ExposurePoint[]> {
  return reader().$queryRaw<ExposurePoint[]>`
    select s.id, a.name || ' for ' || p.name || ' on ' || y.name as label, s.breadth::int as breadth,
      ${LIFETIME} as "lifetimeSeconds", s.unused_share::float8 as "unusedShare", s.tier::int as tier, 1 as count, null as "from"
    from delegated_sessions s
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    where ${placedSql(ctx)} order by s.id limit ${MAX_POINTS}`
}

/** A limit only falls with lifetime: the longest and broadest of those over it is over it, the shortest and narrowest of
 *  those within it is within. So each group stands where one of it truly is, on its own side. */
async function readGroups(ctx: Context): Promise<ExposurePoint[]> {
  const bracket = Prisma.join(
    BRACKET_EDGES.map((edge) => Prisma.sql`(lifetime > ${edge})::int`),
    ' + ',
  )
  return reader().$queryRaw<ExposurePoint[]>`
    with placed as materialized (
      select s.id, s.is_over_limit, s.tier, s.breadth, s.unused_share, ${LIFETIME} as lifetime
      from delegated_sessions s where ${placedSql(ctx)})
    select (array_agg(id))[1] as id, count(*) || ' sessions' as label,
      (case when is_over_limit then max(breadth) else min(breadth) end)::int as breadth,
      case when is_over_limit then max(lifetime) else min(lifetime) end as "lifetimeSeconds",
      avg(unused_share)::float8 as "unusedShare", tier::int as tier, count(*)::int as count,
      jsonb_build_object('shortest', min(lifetime), 'longest', max(lifetime), 'narrowest', min(breadth),
        'broadest', max(breadth)) as "from"
    from placed
    group by is_over_limit, tier, breadth / 4, floor(4 * log(greatest(1, lifetime))), ${bracket}, lifetime is null`
}

/** Every live session by breadth and lifetime at issue, with the limits of the tiers; gathered into groups when there are
 *  too many for dots. What is unknown has no place and is counted apart. */
export async function listExposurePoints(ctx: Context): Promise<ExposureMap> {
  authorize(ctx, 'view-access')
  const [limits, { placed, unknownBreadth, unknownEnd }] = await Promise.all([readLimits(ctx.orgId), countPlaces(ctx)])
  const rows = placed > MAX_POINTS ? await readGroups(ctx) : await readPoints(ctx)
  const points = rows.map((row) => ({ ...row, id: toPublicId('session', row.id) }))
  return { limits, points, unknownBreadth, unknownEnd }
}
