import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Limits, Tier } from '@/lib/domain/limits'
import { toPublicId } from '@/lib/id'
import { readLimits } from '@/lib/queries/read-limits'
import { liveSql } from '@/lib/queries/session-where'

/** One live session on the map. `lifetimeSeconds` null = never expires; `unusedShare` null = not reported. */
export type ExposurePoint = {
  id: string
  actor: string
  principal: string
  system: string
  breadth: number
  lifetimeSeconds: number | null
  unusedShare: number | null
  isOverLimit: boolean
  tier: Tier
}

/** Sessions of nearly the same breadth and lifetime on one side of their limit, where there are too many for dots. */
export type ExposureCell = Omit<ExposurePoint, 'id' | 'actor' | 'principal' | 'system' | 'tier'> & { count: number }

/** Live sessions within a span of lifetimes (seconds, above `from`, up to `to`; null = never expires). */
export type ExposureBracket = { from: number | null; to: number | null; count: number; over: number }

export type ExposureMap = {
  limits: Limits
  points: ExposurePoint[]
  cells: ExposureCell[]
  brackets: ExposureBracket[]
  unknownBreadth: number
  unknownLifetime: number
}

/** Up to so many live sessions are drawn one by one. */
export const MAX_POINTS = 3000

/** Where the map is bracketed, in seconds: an hour, a day, a week, 90 days. */
export const BRACKET_EDGES = [3600, 86_400, 604_800, 7_776_000] as const

type BracketRow = { bracket: number; count: number; over: number }

async function countBrackets(ctx: Context): Promise<BracketRow[]> {
  return reader().$queryRaw<BracketRow[]>`
    select case
        when not s.expiry_known then -1
        when s.breadth is null then -2
        when s.expires_at is null then ${BRACKET_EDGES.length + 1}::int
        else (select count(*) from unnest(${[...BRACKET_EDGES]}::int[]) edge where extract(epoch from s.expires_at - s.issued_at) > edge)
      end::int as bracket,
      count(*)::int as count, count(*) filter (where s.is_over_limit)::int as over
    from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} group by 1`
}

async function readPoints(ctx: Context): Promise<ExposurePoint[]> {
  const rows = await reader().$queryRaw<ExposurePoint[]>`
    select s.id, a.name as actor, p.name as principal, y.name as system, s.breadth::int as breadth,
      extract(epoch from s.expires_at - s.issued_at)::float8 as "lifetimeSeconds",
      s.unused_share::float8 as "unusedShare", s.is_over_limit as "isOverLimit", s.tier::int as tier
    from delegated_sessions s
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join systems y on y.org_id = s.org_id and y.id = s.system_id
    where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} and s.breadth is not null and s.expiry_known
    order by s.id limit ${MAX_POINTS}`
  return rows.map((row) => ({ ...row, id: toPublicId('session', row.id) }))
}

/** Cells are 2 of breadth high and an eighth of a decade of lifetime wide. */
async function readCells(ctx: Context): Promise<ExposureCell[]> {
  return reader().$queryRaw<ExposureCell[]>`
    select (2 * (s.breadth / 2) + 1)::int as breadth,
      power(10, (floor(8 * log(greatest(1, extract(epoch from s.expires_at - s.issued_at)))) + 0.5) / 8)::float8 as "lifetimeSeconds",
      s.is_over_limit as "isOverLimit", avg(s.unused_share)::float8 as "unusedShare", count(*)::int as count
    from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} and s.breadth is not null and s.expiry_known
    group by 1, 2, 3 order by count`
}

function bracketsOf(rows: readonly BracketRow[]): ExposureBracket[] {
  const of = (bracket: number) => rows.find((row) => row.bracket === bracket) ?? { count: 0, over: 0 }
  const spans = [0, ...BRACKET_EDGES].map((from, index) => ({ from, to: BRACKET_EDGES[index] ?? null, ...of(index) }))
  const never = { from: null, to: null, ...of(BRACKET_EDGES.length + 1) }
  return [...spans, never].map(({ from, to, count, over }) => ({ from, to, count, over }))
}

/** Every live session by breadth and lifetime at issue, against the limits of the tiers. Sessions of which either is
 *  unknown have no place on it and are counted apart. */
export async function listExposurePoints(ctx: Context): Promise<ExposureMap> {
  authorize(ctx, 'view-access')
  const [limits, rows] = await Promise.all([readLimits(ctx.orgId), countBrackets(ctx)])
  const countOf = (bracket: number) => rows.find((row) => row.bracket === bracket)?.count ?? 0
  const placed = rows.reduce((sum, row) => sum + (row.bracket < 0 ? 0 : row.count), 0)
  const isCrowded = placed > MAX_POINTS
  return {
    limits,
    points: isCrowded ? [] : await readPoints(ctx),
    cells: isCrowded ? await readCells(ctx) : [],
    brackets: bracketsOf(rows),
    unknownBreadth: countOf(-2),
    unknownLifetime: countOf(-1),
  }
}
