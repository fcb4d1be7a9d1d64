import { reader } from '@/lib/db'
import type { ApprovalCase } from '@/lib/domain/approval-route'
import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { askedGrant, standsSeconds } from '@/lib/domain/grant-terms'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { Tier } from '@/lib/domain/limits'
import type { Permission } from '@/lib/domain/permission'
import type { PastRequest } from '@/lib/domain/policy-trial'
import { askedSession } from '@/lib/domain/session-request'
import { toPublicId } from '@/lib/id'

const MOST = 2000

function readApprovals({ orgId }: Context, since: Date) {
  return reader().approval.findMany({
    where: { orgId, subjectKind: { in: ['grant', 'session'] }, requestedAt: { gte: since } },
    include: { requestedByMember: { select: { groups: { select: { groupId: true } } } } },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    take: MOST + 1,
  })
}
type Asked = Awaited<ReturnType<typeof readApprovals>>[number]

/** What was asked for, on which systems, as far as rules look at it. UUIDs. */
type Wish = Pick<ApprovalCase, 'change' | 'ttlSeconds' | 'standsSeconds'> & {
  grantId: string
  targets: { systemId: string; permissions: readonly string[] }[]
}

function toWish({ subjectKind, subjectId, asked, requestedAt }: Asked): Wish | null {
  if (subjectKind === 'grant') {
    const { data } = askedGrant.safeParse(asked)
    if (!data) return null
    const { change, terms } = data
    const bounds = { ttlSeconds: terms.maxSessionTtlSeconds, standsSeconds: standsSeconds(terms, requestedAt) }
    return { grantId: subjectId, change, ...bounds, targets: terms.targets }
  }
  const { data } = askedSession.safeParse(asked)
  if (!data) return null
  const { grantId, ttlSeconds, systemIds, permissions } = data
  const targets = systemIds.map((systemId) => ({ systemId, permissions }))
  return { grantId, change: 'session', ttlSeconds, standsSeconds: ttlSeconds, targets }
}

type System = { id: string; tier: Tier; environment: Environment }
type Catalogue = { systems: Map<string, System>; permissions: Map<string, Map<string, Permission>> }

type KnownPermission = Permission & { systemId: string }

/** Systems and permissions as they are today: rules look at what something is, not at what it once was. */
async function readCatalogue({ orgId }: Context, wishes: readonly Wish[]): Promise<Catalogue> {
  const targets = wishes.flatMap((wish) => wish.targets)
  const systemIds = [...new Set(targets.map(({ systemId }) => systemId))]
  const keys = [...new Set(targets.flatMap(({ permissions }) => permissions))]
  const [systems, permissions] = await Promise.all([
    reader().system.findMany({
      where: { orgId, id: { in: systemIds } },
      select: { id: true, tier: true, environment: true },
    }),
    reader().$queryRaw<KnownPermission[]>`
      select system_id as "systemId", key, access_level as "accessLevel", categories from permissions
      where org_id = ${orgId}::uuid and system_id = any(${systemIds}::uuid[]) and key = any(${keys}::text[])`,
  ])
  const catalogue: Catalogue = { systems: new Map(), permissions: new Map() }
  for (const { id, tier, environment } of systems)
    catalogue.systems.set(id, { id, tier: tier as Tier, environment: environment as Environment })
  for (const { systemId, ...permission } of permissions) {
    const known = catalogue.permissions.get(systemId) ?? new Map<string, Permission>()
    catalogue.permissions.set(systemId, known.set(permission.key, permission))
  }
  return catalogue
}

type Described = Pick<ApprovalCase, 'breadth' | 'accessLevels' | 'systems'>

function describe({ targets }: Wish, { systems, permissions }: Catalogue): Described | null {
  const known = targets.flatMap(({ systemId, permissions: keys }) => {
    const system = systems.get(systemId)
    const found = keys.flatMap((key) => permissions.get(systemId)?.get(key) ?? [])
    return system ? [{ system, found, breadth: breadthOf(found, system.tier) }] : []
  })
  if (known.length === 0) return null
  return {
    breadth: combineBreadth(known.map(({ breadth }) => breadth)).score,
    accessLevels: [...new Set(known.flatMap(({ found }) => found.map(({ accessLevel }) => accessLevel)))],
    systems: known.map(({ system }) => ({ ...system, id: toPublicId('system', system.id) })),
  }
}

/** Whoever asked, with the groups they are in today. */
function requesterOf(asked: Asked): ApprovalCase['requester'] {
  const { requestedByMemberId, requestedByIdentityId, requestedByMember, clientId } = asked
  if (requestedByMemberId) {
    const groupIds = requestedByMember?.groups.map(({ groupId }) => toPublicId('group', groupId)) ?? []
    return { kind: 'member', id: toPublicId('member', requestedByMemberId), groupIds }
  }
  if (requestedByIdentityId) return { kind: 'service', id: toPublicId('identity', requestedByIdentityId), groupIds: [] }
  return clientId
    ? { kind: 'client', id: toPublicId('client', clientId), groupIds: [] }
    : { kind: 'system', id: null, groupIds: [] }
}

const party = { select: { id: true, name: true, kind: true } } as const

async function readGrants({ orgId }: Context, wishes: readonly Wish[]) {
  const grants = await reader().delegationGrant.findMany({
    where: { orgId, id: { in: wishes.map(({ grantId }) => grantId) } },
    select: { id: true, name: true, principal: party, actor: party },
  })
  return new Map(grants.map((grant) => [grant.id, grant]))
}
type Grant = Awaited<ReturnType<typeof readGrants>> extends Map<string, infer G> ? G : never

function toPast(asked: Asked, wish: Wish, grant: Grant, described: Described): PastRequest {
  const { change, ttlSeconds, standsSeconds } = wish
  const known = ({ id, kind }: Grant['actor']) => ({ id: toPublicId('identity', id), kind: kind as IdentityKind })
  const parties = { principal: known(grant.principal), actor: known(grant.actor) }
  const { requestedBy, requestedAt } = asked
  return {
    id: toPublicId('approval', asked.id),
    kind: asked.subjectKind === 'session' ? 'session' : 'grant',
    ...{ name: grant.name, actor: grant.actor.name, principal: grant.principal.name, requestedBy, requestedAt },
    status: asked.status as ApprovalStatus,
    of: { change, ...described, ...parties, ttlSeconds, standsSeconds, requester: requesterOf(asked) },
  }
}

/** What was asked for since a moment, the latest first, as the rules see it today. `unread`: what it was about is gone. Part of
 *  queries that have authorized. */
export async function readPastRequests(
  ctx: Context,
  since: Date,
): Promise<{ past: PastRequest[]; unread: number; isPart: boolean }> {
  const read = await readApprovals(ctx, since)
  const asked = read.slice(0, MOST).map((approval) => ({ approval, wish: toWish(approval) }))
  const wishes = asked.flatMap(({ wish }) => wish ?? [])
  const [catalogue, grants] = await Promise.all([readCatalogue(ctx, wishes), readGrants(ctx, wishes)])
  const past = asked.flatMap(({ approval, wish }) => {
    const [grant, described] = wish ? [grants.get(wish.grantId), describe(wish, catalogue)] : []
    return wish && grant && described ? [toPast(approval, wish, grant, described)] : []
  })
  return { past, unread: asked.length - past.length, isPart: read.length > MOST }
}
