import { reader } from '@/lib/db'
import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { ApprovalStatus } from '@/lib/domain/life'
import { breadthLimit, type Limits, type Tier } from '@/lib/domain/limits'
import type { AccessLevel, Permission, RiskCategory } from '@/lib/domain/permission'
import { type AskedSession, askedSession, effectiveRequestStatus } from '@/lib/domain/session-request'
import type { RequestedPermission, RequestedSystem, SessionRequestRow } from '@/lib/domain/session-request-row'
import { toPublicId } from '@/lib/id'
import { readLimits } from '@/lib/queries/read-limits'

/** The columns of a request that `readSessionRequests` needs; `asked` as stored. */
export type StoredRequest = {
  id: string
  status: string
  subjectId: string
  asked: unknown
  requestedAt: Date
  expiresAt: Date
  decidedAt: Date | null
}

type Known = RequestedPermission & Permission
type Named = Awaited<ReturnType<typeof readNamed>>

export type ReadRequest = {
  row: SessionRequestRow
  asked: AskedSession
  permissions: { system: RequestedSystem; permissions: RequestedPermission[] }[]
}

const unique = (ids: readonly string[]) => [...new Set(ids)]

async function readPermissions(orgId: string, asked: readonly AskedSession[]): Promise<Map<string, Known[]>> {
  const rows = await reader().permission.findMany({
    where: {
      orgId,
      systemId: { in: unique(asked.flatMap(({ systemIds }) => systemIds)) },
      key: { in: unique(asked.flatMap(({ permissions }) => permissions)) },
    },
    orderBy: { key: 'asc' },
  })
  const bySystem = new Map<string, Known[]>()
  for (const { systemId, key, title, accessLevel, categories } of rows) {
    const known = { key, title, accessLevel: accessLevel as AccessLevel, categories: categories as RiskCategory[] }
    bySystem.set(systemId, [...(bySystem.get(systemId) ?? []), known])
  }
  return bySystem
}

/** Everybody and everything that requests name, each kind in one statement. */
async function readNamed({ orgId }: Context, requests: readonly StoredRequest[], asked: readonly AskedSession[]) {
  const of = (ids: readonly string[]) => ({ where: { orgId, id: { in: unique(ids) } } })
  const [identities, systems, clients, sessions, permissions] = await Promise.all([
    reader().identity.findMany(of(asked.flatMap(({ principalId, actorId }) => [principalId, actorId]))),
    reader().system.findMany(of(asked.flatMap(({ systemIds }) => systemIds))),
    reader().client.findMany(of(asked.map(({ clientId }) => clientId))),
    reader().delegatedSession.findMany({ ...of(requests.map((each) => each.subjectId)), select: { id: true } }),
    readPermissions(orgId, asked),
  ])
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))
  return {
    identities: byId(identities),
    systems: byId(systems),
    clients: byId(clients),
    sessions: byId(sessions),
    permissions,
  }
}

function identityOf({ identities }: Named, id: string) {
  const found = identities.get(id)
  return found ? { id: toPublicId('identity', id), name: found.name, kind: found.kind as IdentityKind } : null
}

function systemsOf({ systems }: Named, { systemIds }: AskedSession): (RequestedSystem & { uuid: string })[] {
  return systemIds.flatMap((uuid) => {
    const found = systems.get(uuid)
    if (!found) return []
    const { name, tier, environment } = found
    return [{ uuid, id: toPublicId('system', uuid), name, tier: tier as Tier, environment: environment as Environment }]
  })
}

/** What is asked for on each system, as the system describes it; one that it no longer knows stands by its key. */
function permissionsOn(
  named: Named,
  asked: AskedSession,
  uuid: string,
): { known: Known[]; all: RequestedPermission[] } {
  const known = (named.permissions.get(uuid) ?? []).filter(({ key }) => asked.permissions.includes(key))
  const keys = new Set(known.map(({ key }) => key))
  const unknown = asked.permissions.filter((key) => !keys.has(key))
  const described = known.map(({ key, title, accessLevel }) => ({ key, title, accessLevel }))
  return { known, all: [...described, ...unknown.map((key) => ({ key, title: null, accessLevel: null }))] }
}

function toRequest(
  ctx: Context,
  request: StoredRequest,
  asked: AskedSession,
  named: Named,
  limits: Limits,
): ReadRequest {
  const systems = systemsOf(named, asked).map(({ uuid, ...system }) => ({
    system,
    ...permissionsOn(named, asked, uuid),
  }))
  const parts: Breadth[] = systems.map(({ system, known }) => breadthOf(known, system.tier))
  const tier = Math.min(3, ...systems.map(({ system }) => system.tier)) as Tier
  const client = named.clients.get(asked.clientId)
  const { status, requestedAt, expiresAt, decidedAt, subjectId } = request
  const row: SessionRequestRow = {
    id: toPublicId('approval', request.id),
    status: effectiveRequestStatus({ status: status as ApprovalStatus, expiresAt, decidedAt }, ctx.now),
    client: client ? { id: toPublicId('client', client.id), name: client.name } : null,
    principal: identityOf(named, asked.principalId),
    actor: identityOf(named, asked.actorId),
    grant: { id: toPublicId('grant', asked.grantId), name: asked.grantName },
    systems: systems.map(({ system }) => system),
    permissionCount: asked.permissions.length,
    breadth: combineBreadth(parts).score,
    breadthLimit: breadthLimit(limits, tier, asked.ttlSeconds),
    ttlSeconds: asked.ttlSeconds,
    purpose: asked.purpose,
    ticket: asked.ticket,
    context: asked.context,
    ...{ requestedAt, expiresAt, decidedAt },
    sessionId: named.sessions.has(subjectId) ? toPublicId('session', subjectId) : null,
  }
  if (row.sessionId !== null) row.status = 'approved'
  return { row, asked, permissions: systems.map(({ system, all }) => ({ system, permissions: all })) }
}

/** Requests as people see them. Part of other queries, which have authorized already. */
export async function readSessionRequests(ctx: Context, requests: readonly StoredRequest[]): Promise<ReadRequest[]> {
  const asked = requests.map((request) => askedSession.parse(request.asked))
  const [named, limits] = await Promise.all([readNamed(ctx, requests, asked), readLimits(ctx.orgId)])
  return requests.flatMap((request, index) => {
    const one = asked[index]
    return one ? [toRequest(ctx, request, one, named, limits)] : []
  })
}
