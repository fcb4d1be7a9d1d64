import { Prisma, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { PairHistory, PastSession } from '@/lib/domain/inbox'
import { toPublicId } from '@/lib/id'
import { liveSql } from '@/lib/queries/session-where'

/** So many sessions of before are told of. */
const LATEST = 14

/** Whose past: sessions under one grant, or of an actor for a principal. Ids are UUIDs. */
export type Pair = { grantId: string; actorId: string; principalId: string }

type Raw = {
  id: string
  issuedAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  endedAt: Date | null
  endedBy: string | null
  used: number | null
  granted: number | null
}

const seconds = (from: Date, to: Date) => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))

/** A session that its client ended was needed until then; any other until its last use. */
function toPast({ id, issuedAt, expiresAt, lastUsedAt, endedAt, used, granted, endedBy }: Raw): PastSession {
  const until = endedBy === 'client' && endedAt ? endedAt : lastUsedAt
  return {
    id: toPublicId('session', id),
    allowedSeconds: expiresAt ? seconds(issuedAt, expiresAt) : 0,
    neededSeconds: until ? seconds(issuedAt, until) : null,
    used: used ?? 0,
    granted,
  }
}

function whoseSql(kind: 'session' | 'grant', { grantId, actorId, principalId }: Pair): Prisma.Sql {
  if (kind === 'session') return Prisma.sql`s.grant_id = ${grantId}::uuid`
  return Prisma.sql`s.actor_id = ${actorId}::uuid and s.principal_id = ${principalId}::uuid`
}

async function countDecisions({ orgId }: Context, grantId: string) {
  const [row] = await reader().$queryRaw<{ approved: number; denied: number }[]>`
    select count(*) filter (where d.status = 'approved')::int as approved,
      count(*) filter (where d.status = 'denied')::int as denied
    from (select a.status from approvals a
      where a.org_id = ${orgId}::uuid and a.subject_kind = 'session' and a.asked ->> 'grantId' = ${grantId}
        and a.status in ('approved', 'denied') order by a.id desc limit 200) d`
  return row ?? { approved: 0, denied: 0 }
}

/** In how many of these sessions each permission was used: by system (UUID) and key. */
async function countUses({ orgId }: Context, sessionIds: string[]): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await reader().delegatedSessionUse.groupBy({
    by: ['systemId', 'permission'],
    where: { orgId, sessionId: { in: sessionIds }, allowedCount: { gt: 0 } },
    _count: { sessionId: true },
  })
  return new Map(rows.map((row) => [`${row.systemId} ${row.permission}`, row._count.sessionId]))
}

/** What these two did before, and in how many of those sessions each permission was used (`<system UUID> <key>`). Part of
 *  other queries, which have authorized already. */
export async function readPairHistory(
  ctx: Context,
  kind: 'session' | 'grant',
  pair: Pair,
): Promise<{ history: PairHistory; usedIn: Map<string, number> }> {
  const whose = Prisma.sql`s.org_id = ${ctx.orgId}::uuid and ${whoseSql(kind, pair)}`
  const [rows, [count], decisions] = await Promise.all([
    reader().$queryRaw<Raw[]>`
      select s.id, s.issued_at as "issuedAt", s.expires_at as "expiresAt", s.last_used_at as "lastUsedAt",
        s.ended_at as "endedAt", s.ended_by as "endedBy", s.used_count as used, s.granted_count as granted
      from delegated_sessions s where ${whose} order by s.id desc limit ${LATEST + 1}`,
    reader().$queryRaw<{ live: number }[]>`
      select count(*)::int as live from delegated_sessions s where ${whose} and ${liveSql(ctx.now)}`,
    countDecisions(ctx, pair.grantId),
  ])
  const latest = rows.slice(0, LATEST)
  const ids = latest.map(({ id }) => id)
  const history = { sessions: latest.map(toPast), more: rows.length > LATEST, live: count?.live ?? 0, ...decisions }
  return { history, usedIn: await countUses(ctx, ids) }
}
