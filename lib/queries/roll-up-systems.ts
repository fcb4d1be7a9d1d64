import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Tier } from '@/lib/domain/limits'
import { toPublicId } from '@/lib/id'
import { type FindingCounts, OPEN_FINDINGS_SQL } from '@/lib/queries/finding-counts'
import { JOINED_UNOWNED_SQL, liveSql, OWNER_JOINS_SQL } from '@/lib/queries/session-where'

/** What is live on one system. Breadths are of the sessions whose breadth is known, null where there is none; `unowned`
 *  counts live sessions nobody answers for; `revocationSeconds` is the median from order to confirmation of
 *  30 days, null when none was measured. */
export type SystemRollUp = {
  id: string
  name: string
  tier: Tier
  sessions: number
  overLimit: number
  breadthP10: number | null
  breadthMedian: number | null
  breadthP95: number | null
  unknownBreadth: number
  unusedShare: number | null
  medianLifetimeSeconds: number | null
  unowned: number
  revocationSeconds: number | null
  canRevoke: boolean
  findings: FindingCounts
}

type Row = Omit<SystemRollUp, 'findings'>

const ORDER = Prisma.sql`coalesce(l.over_limit, 0) desc, coalesce(l.sessions, 0) desc, lower(y.name), y.id`

/** Which systems: those with most over their limit, one (a UUID), or all. What is left out costs next to nothing. */
type Wanted = { first: number } | { id: string } | 'all'

/** The ids wanted; to rank them takes two counts of what is live. */
function idsSql(ctx: Context, wanted: Wanted): Prisma.Sql {
  if (wanted === 'all') return Prisma.sql`select y.id from systems y where y.org_id = ${ctx.orgId}::uuid`
  if ('id' in wanted) return Prisma.sql`select ${wanted.id}::uuid as id`
  return Prisma.sql`select y.id from systems y left join (
      select s.system_id, count(*) as sessions, count(*) filter (where s.is_over_limit) as over_limit
      from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} group by 1) l on l.system_id = y.id
    where y.org_id = ${ctx.orgId}::uuid order by ${ORDER} limit ${wanted.first}`
}

async function readSystems(ctx: Context, wanted: Wanted): Promise<Row[]> {
  const from = new Date(ctx.now.getTime() - 30 * 86_400_000)
  const among = wanted === 'all' ? Prisma.sql`true` : Prisma.sql`s.system_id = any(array(select wanted.id from wanted))`
  return reader().$queryRaw<Row[]>`
    with wanted as materialized (${idsSql(ctx, wanted)}), live as (
      select s.system_id, count(*)::int as sessions, count(*) filter (where s.is_over_limit)::int as over_limit,
        percentile_cont(array[0.1, 0.5, 0.95]) within group (order by s.breadth) as breadths,
        count(*) filter (where s.breadth is null)::int as unknown_breadth,
        sum(s.used_weight) filter (where s.granted_weight is not null) as used,
        sum(s.granted_weight) filter (where s.used_weight is not null) as granted,
        percentile_cont(0.5) within group (order by date_part('epoch', s.expires_at - s.issued_at)) as lifetime,
        count(*) filter (where ${JOINED_UNOWNED_SQL})::int as unowned
      from delegated_sessions s ${OWNER_JOINS_SQL}
      where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} and ${among} group by 1
    ), ended as (
      select s.system_id, percentile_cont(0.5) within group (order by extract(epoch from d.confirmed_at - d.requested_at)) as seconds
      from revocation_deliveries d join delegated_sessions s on s.org_id = d.org_id and s.id = d.session_id
      where d.org_id = ${ctx.orgId}::uuid and d.id >= uuid_floor(${from}::timestamptz) and d.confirmed_at is not null and ${among} group by 1
    )
    select y.id, y.name, y.tier::int as tier, coalesce(l.sessions, 0) as sessions, coalesce(l.over_limit, 0) as "overLimit",
      l.breadths[1]::float8 as "breadthP10", l.breadths[2]::float8 as "breadthMedian", l.breadths[3]::float8 as "breadthP95",
      coalesce(l.unknown_breadth, 0) as "unknownBreadth",
      case when l.granted > 0 then greatest(0, 1 - l.used / l.granted)::float8 end as "unusedShare",
      l.lifetime::float8 as "medianLifetimeSeconds", coalesce(l.unowned, 0) as unowned,
      e.seconds::float8 as "revocationSeconds", coalesce(c.can_revoke, y.connector_id is null) as "canRevoke"
    from systems y left join live l on l.system_id = y.id left join ended e on e.system_id = y.id
    left join connectors c on c.org_id = y.org_id and c.id = y.connector_id
    where y.org_id = ${ctx.orgId}::uuid and y.id in (select wanted.id from wanted)
    order by ${ORDER}`
}

async function readFindings(ctx: Context): Promise<Map<string, FindingCounts>> {
  const rows = await reader().$queryRaw<{ system: string; severity: keyof FindingCounts; count: number }[]>`
    select f.system_id as system, f.severity, count(*)::int as count from findings f
    where f.org_id = ${ctx.orgId}::uuid and f.system_id is not null and ${OPEN_FINDINGS_SQL} group by 1, 2`
  const counts = new Map<string, FindingCounts>()
  for (const { system, severity, count } of rows) counts.set(system, { ...counts.get(system), [severity]: count })
  return counts
}

/** Systems with what is live on them, those with most over their limit first; `total` is how many there are. */
export async function rollUpSystems(ctx: Context, wanted: Wanted = { first: 10 }) {
  authorize(ctx, 'view-access')
  const [systems, findings, total] = await Promise.all([
    readSystems(ctx, wanted),
    readFindings(ctx),
    reader().system.count({ where: { orgId: ctx.orgId } }),
  ])
  const rows = systems.map((row): SystemRollUp => {
    return { ...row, id: toPublicId('system', row.id), findings: findings.get(row.id) ?? {} }
  })
  return { rows, total }
}
