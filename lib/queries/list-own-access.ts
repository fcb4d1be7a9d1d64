import { reader } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { effectiveGrantStatus } from '@/lib/domain/grant-filter'
import type { IdentityName } from '@/lib/domain/grant-row'
import type { IdentityKind } from '@/lib/domain/identity'
import { type ConsentStatus, canTransition, type GrantStatus } from '@/lib/domain/life'
import type { OwnAccess, OwnConsent, OwnDoing, OwnGrant } from '@/lib/domain/own-access'
import { toPublicId } from '@/lib/id'
import { readSessionRows } from '@/lib/queries/read-session-rows'
import { liveSql } from '@/lib/queries/session-where'

const MOST = 100
const DOINGS_DAYS = 30
const MOST_DOINGS = 30

type Mine = readonly string[]

function nameOf({ id, name, kind, status }: { id: string; name: string; kind: string; status: string }): IdentityName {
  return { id: toPublicId('identity', id), name, kind: kind as IdentityKind, hasLeft: status === 'departed' }
}

async function countLive({ orgId, now }: Context, mine: Mine): Promise<Map<string, number>> {
  const rows = await reader().$queryRaw<{ grantId: string; live: number }[]>`
    select s.grant_id as "grantId", count(*)::int as live from delegated_sessions s
    where s.org_id = ${orgId}::uuid and s.principal_id = any(${mine}::uuid[]) and ${liveSql(now)} group by 1`
  return new Map(rows.map(({ grantId, live }) => [grantId, live]))
}

/** Those that stand or wait first, then those that ended last. */
async function readGrants(ctx: Context, mine: Mine): Promise<OwnGrant[]> {
  const open = { in: ['pending', 'active', 'suspended'] }
  const base = { orgId: ctx.orgId, principalId: { in: [...mine] } }
  const include = { actor: true, targets: { include: { system: { select: { name: true } } } } } as const
  const [standing, ended, live] = await Promise.all([
    reader().delegationGrant.findMany({
      where: { ...base, status: open },
      include,
      orderBy: { id: 'desc' },
      take: MOST,
    }),
    reader().delegationGrant.findMany({
      where: { ...base, status: { notIn: open.in } },
      include,
      orderBy: { id: 'desc' },
      take: 20,
    }),
    countLive(ctx, mine),
  ])
  return [...standing, ...ended].map((grant) => {
    const status = effectiveGrantStatus({ status: grant.status as GrantStatus, expiresAt: grant.expiresAt }, ctx.now)
    const liveSessions = live.get(grant.id) ?? 0
    const isManaged = grant.origin === 'managed'
    return {
      ...{ id: toPublicId('grant', grant.id), name: grant.name, origin: grant.origin as OwnGrant['origin'], status },
      ...{ actor: nameOf(grant.actor), systems: grant.targets.map(({ system }) => system.name), liveSessions },
      ...{ breadth: grant.breadth, usedBreadth: grant.usedBreadth, lastUsedAt: grant.lastUsedAt },
      expiresAt: grant.expiresAt,
      canEnd: isManaged ? canTransition('grant', status, 'revoked') : liveSessions > 0,
    }
  })
}

async function readConsents({ orgId, now }: Context, mine: Mine): Promise<OwnConsent[]> {
  const rows = await reader().consent.findMany({
    where: { orgId, principalId: { in: [...mine] } },
    include: { actor: true, grant: { select: { id: true, name: true, status: true, expiresAt: true } } },
    orderBy: { id: 'desc' },
    take: MOST,
  })
  return rows.map(({ grant, actor, status, basis, ...consent }) => {
    const of = effectiveGrantStatus({ status: grant.status as GrantStatus, expiresAt: grant.expiresAt }, now)
    const stands = of === 'active' || of === 'suspended' || of === 'pending'
    return {
      ...{ id: toPublicId('consent', consent.id), status: status as ConsentStatus, actor: nameOf(actor) },
      ...{ basis: basis as OwnConsent['basis'], basisName: consent.basisName, askedAt: consent.askedAt },
      ...{ answeredAt: consent.answeredAt, withdrawnAt: consent.withdrawnAt },
      approvalId: consent.approvalId && toPublicId('approval', consent.approvalId),
      grant: { id: toPublicId('grant', grant.id), name: grant.name, stands },
    }
  })
}

async function readSessions(ctx: Context, mine: Mine) {
  const rows = await reader().$queryRaw<{ id: string }[]>`
    select s.id from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and s.principal_id = any(${mine}::uuid[]) and ${liveSql(ctx.now)}
    order by s.id desc limit ${MOST}`
  return readSessionRows(
    ctx,
    rows.map(({ id }) => id),
  )
}

async function readDoings({ orgId, now }: Context, mine: Mine): Promise<OwnDoing[]> {
  const since = new Date(now.getTime() - DOINGS_DAYS * 86_400_000)
  const rows = await reader().$queryRaw<OwnDoing[]>`
    select u.last_at as at, s.id as "sessionId", a.name as actor, y.name as system, u.permission,
      u.allowed_count::float8 as allowed, u.denied_count::float8 as denied
    from delegated_sessions s
    join delegated_session_uses u on u.org_id = s.org_id and u.session_id = s.id
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    join systems y on y.org_id = u.org_id and y.id = u.system_id
    where s.org_id = ${orgId}::uuid and s.principal_id = any(${mine}::uuid[]) and s.id >= uuid_floor(${since})
    order by u.last_at desc limit ${MOST_DOINGS}`
  return rows.map((row) => ({ ...row, sessionId: toPublicId('session', row.sessionId) }))
}

/** Everything that is done in the reader's name: grants, live sessions, consents, and what was done lately. Nobody sees
 *  another's here. Needs `view-own-access`. */
export async function listOwnAccess(ctx: Context): Promise<OwnAccess> {
  authorize(ctx, 'view-own-access')
  const mine = await readOwnIdentities(reader(), ctx)
  if (mine.length === 0) return { identities: [], grants: [], sessions: [], consents: [], doings: [] }
  const [identities, grants, sessions, consents, doings] = await Promise.all([
    reader().identity.findMany({
      where: { orgId: ctx.orgId, id: { in: [...mine] } },
      select: { id: true, name: true },
    }),
    readGrants(ctx, mine),
    readSessions(ctx, mine),
    readConsents(ctx, mine),
    readDoings(ctx, mine),
  ])
  const named = identities.map(({ id, name }) => ({ id: toPublicId('identity', id), name }))
  return { identities: named, grants, sessions, consents, doings }
}
