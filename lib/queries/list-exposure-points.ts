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

const PLACED = Prisma.sql`(s.breadth is not null and s.expiry_known)`

function liveOf(ctx: Context): Prisma.Sql {
  return Prisma.sql`s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)}`
}

/** Whether they are too many for dots, which takes no more than one dot too many to tell. */
async function isCrowded(ctx: Context): Promise<boolean> {
  const [row] = await reader().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (
      select from delegated_sessions s where ${liveOf(ctx)} and ${PLACED} limit ${MAX_POINTS + 1}) counted`
  return (row?.count ?? 0) > MAX_POINTS
}

async function countUnplaced(ctx: Context): Promise<Pick<ExposureMap, 'unknownBreadth' | 'unknownEnd'>> {
  const [row] = await reader().$queryRaw<Pick<ExposureMap, 'unknownBreadth' | 'unknownEnd'>[]>`
    select count(*) filter (where s.breadth is null)::int as "unknownBreadth",
      count(*) filter (where s.breadth is not null and not s.expiry_known)::int as "unknownEnd"
    from delegated_sessions s where ${liveOf(ctx)}`
  return row ?? { unknownBreadth: 0, unknownEnd: 0 }
}

async function readPoints(ctx: Context): Promise<ExposurePoint[]> {
  return reader().$queryRaw<ExposurePoint[]>`
    select s.id, a.name || ' for ' || p.name || ' on ' || y.name as label, s.breadth::int as breadth,
      ${LIFETIME} as "lifetimeSeconds", s.unused_share::float8 as "unusedShare", s.tier::int as tier, 1 as count, null as "from"
    from delegated_sessions s
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    where ${liveOf(ctx)} and ${PLACED} order by s.id limit ${MAX_POINTS}`
}

type Group = {
  id: string
  isPlaced: boolean
  hasBreadth: boolean
  isOver: boolean
  tier: Tier
  count: number
  unusedShare: number | null
  span: ExposureSpan
}

/** Every live session in its group, by one number, which Postgres gathers by at half the cost of the six it is made of: side
 *  of the limit, tier, breadth in steps of 4 and lifetime in steps of a quarter of a power of ten, parted at the edges.
 *  What has no place is gathered by the reason. */
function readGathered(ctx: Context): Promise<Group[]> {
  const edges = BRACKET_EDGES.map((edge) => Prisma.sql`(lifetime > ${edge})::int`)
  const step = Prisma.sql`coalesce(1 + 8 * floor(4 * log(greatest(1, lifetime)))::int + ${Prisma.join(edges, ' + ')}, 0)`
  return reader().$queryRaw<Group[]>`
    select (array_agg(id))[1] as id, bool_and(is_placed) as "isPlaced", bool_and(breadth is not null) as "hasBreadth",
      bool_and(is_over_limit) as "isOver", min(tier)::int as tier, count(*)::int as count, avg(unused_share)::float8 as "unusedShare",
      jsonb_build_object('shortest', min(lifetime), 'longest', max(lifetime), 'narrowest', min(breadth), 'broadest', max(breadth)) as span
    from (select s.id, s.is_over_limit, s.tier, s.breadth, s.unused_share, ${LIFETIME} as lifetime, ${PLACED} as is_placed
      from delegated_sessions s where ${liveOf(ctx)} offset 0) live
    group by case when is_placed then ((${step} * 32 + breadth / 4) * 4 + tier) * 2 + is_over_limit::int
      when breadth is null then -1 else -2 end`
}

/** A limit only falls with lifetime: the longest and broadest of those over it is over it, the shortest and narrowest of
 *  those within it is within. So each group stands where one of it truly is, on its own side. */
function toPoint({ id, tier, count, unusedShare, span, isOver }: Group): ExposurePoint {
  const breadth = isOver ? span.broadest : span.narrowest
  const lifetimeSeconds = isOver ? span.longest : span.shortest
  return { id, label: `${count} sessions`, breadth, lifetimeSeconds, unusedShare, tier, count, from: span }
}

type Places = Omit<ExposureMap, 'limits'>

async function readGroups(ctx: Context): Promise<Places> {
  const groups = await readGathered(ctx)
  const countOf = (hasBreadth: boolean) =>
    groups.find((group) => !group.isPlaced && group.hasBreadth === hasBreadth)?.count ?? 0
  const points = groups.filter((group) => group.isPlaced).map(toPoint)
  return { points, unknownBreadth: countOf(false), unknownEnd: countOf(true) }
}

async function readDots(ctx: Context): Promise<Places> {
  const [points, unplaced] = await Promise.all([readPoints(ctx), countUnplaced(ctx)])
  return { points, ...unplaced }
}

/** Every live session by breadth and lifetime at issue, with the limits of the tiers; gathered into groups when there are
 *  too many for dots. What is unknown has no place and is counted apart. */
export async function listExposurePoints(ctx: Context): Promise<ExposureMap> {
  authorize(ctx, 'view-access')
  const [limits, crowded] = await Promise.all([readLimits(ctx.orgId), isCrowded(ctx)])
  const { points, ...unplaced } = crowded ? await readGroups(ctx) : await readDots(ctx)
  return { limits, points: points.map((point) => ({ ...point, id: toPublicId('session', point.id) })), ...unplaced }
}
