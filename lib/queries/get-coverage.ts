import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { SessionHealth } from '@/lib/domain/session-filter'
import { NEEDS_OWNER_SQL, OWNERSHIP_SQL } from '@/lib/queries/identity-where'
import { healthSql, liveSql } from '@/lib/queries/session-where'

/** Who answers for the identities that are neither human nor team; a team that left counts as left. */
export type Ownership = { person: number; team: number; left: number; none: number }

/** How many live sessions are in each part of the ring. */
export type Health = Record<SessionHealth, number>

async function readOwnership(ctx: Context): Promise<Ownership> {
  const [row] = await reader().$queryRaw<Ownership[]>`
    select count(*) filter (where ${OWNERSHIP_SQL.person})::int as person,
      count(*) filter (where ${OWNERSHIP_SQL.team})::int as team,
      count(*) filter (where ${OWNERSHIP_SQL.left})::int as left,
      count(*) filter (where ${OWNERSHIP_SQL.none})::int as none
    from identities i left join identities o on o.org_id = i.org_id and o.id = i.owner_id
    where i.org_id = ${ctx.orgId}::uuid and ${NEEDS_OWNER_SQL}`
  return row ?? { person: 0, team: 0, left: 0, none: 0 }
}

async function readHealth(ctx: Context): Promise<Health> {
  const rows = await reader().$queryRaw<{ part: SessionHealth; count: number }[]>`
    select ${healthSql(ctx.now)} as part, count(*)::int as count
    from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)} group by 1`
  const none = { 'over-limit': 0, unknown: 0, unused: 0, ending: 0, 'in-bounds': 0 }
  return Object.assign(none, Object.fromEntries(rows.map((row) => [row.part, row.count])))
}

/** How much is answered for, and how much of what is live is as it should be. */
export async function getCoverage(ctx: Context): Promise<{ ownership: Ownership; health: Health }> {
  authorize(ctx, 'view-access')
  const [ownership, health] = await Promise.all([readOwnership(ctx), readHealth(ctx)])
  return { ownership, health }
}
