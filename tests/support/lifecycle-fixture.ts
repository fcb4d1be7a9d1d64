import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Decision, decideApproval } from '@/lib/commands/decide-approval'
import { issueSession, issueSessionInput } from '@/lib/commands/issue-session'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { type permissionInput, registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { mutate, type Prisma, reader } from '@/lib/db'
import { type Context, ROLES, type Role, systemContext } from '@/lib/domain/context'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'

type Bounds = Partial<z.input<typeof requestGrantInput>>
type Wish = Partial<z.input<typeof issueSessionInput>>
export type Organisation = Awaited<ReturnType<typeof createLifecycle>>

const PERMISSIONS = [
  { key: 'case:list', accessLevel: 'list', categories: [] },
  { key: 'case:read', accessLevel: 'read', categories: [] },
  { key: 'case:write', accessLevel: 'write', categories: [] },
  { key: 'role:assign', accessLevel: 'permissions-management', categories: ['privilege-escalation'] },
] satisfies z.input<typeof permissionInput>[]

type Made = { memberIds: Record<Role, string>; principal: string; actor: string; system: string }

/** Rows of an organisation put down in one transaction; what commands decide about is not among them. */
async function createOrganisation(orgId: string, begin: Date): Promise<Made> {
  const [principal, actor, system] = [newId(begin), newId(begin), newId(begin)]
  const memberIds = Object.fromEntries(ROLES.map((role) => [role, newId(begin)])) as Made['memberIds']
  const seen = { orgId, firstSeenAt: begin, createdAt: begin }
  await mutate(systemContext(orgId, 'setup', begin), async (tx) => {
    await tx.organisation.create({ data: { id: orgId, slug: `o-${orgId}`, name: 'Acme', createdAt: begin } })
    await tx.member.createMany({
      data: ROLES.map((role) => {
        return { orgId, id: memberIds[role], email: `${role}@example.com`, name: role, roles: [role], joinedAt: begin }
      }),
    })
    await tx.identity.createMany({
      data: [
        { ...seen, id: principal, kind: 'human', name: 'Ines' },
        { ...seen, id: actor, kind: 'agent', name: 'support-agent' },
      ],
    })
    const rest = { key: system, name: 'ticketing', kind: 'api', tier: 2, environment: 'production', createdAt: begin }
    await tx.system.create({ data: { orgId, id: system, ...rest } })
    await tx.permission.createMany({
      data: PERMISSIONS.map((each) => ({ orgId, systemId: system, ...each, createdAt: begin })),
    })
    const subject = { subjectKind: 'organisation', subjectId: orgId } as const
    return { result: null, events: [{ action: 'organisation.created', ...subject }] }
  })
  return { memberIds, principal, actor, system }
}

/** An organisation with one system, a principal, an actor and a member for each role, whose grants and sessions come to
 *  be through commands. Ids that makers take and return are public. */
export async function createLifecycle(begin = at('-30d')) {
  const orgId = newId(begin)
  const made = await createOrganisation(orgId, begin)
  const remit = (now = NOW) => systemContext(orgId, 'test', now)
  const as = (role: Role, now = NOW): Context => ({
    orgId,
    actor: { kind: 'member', memberId: made.memberIds[role], name: role, roles: [role], authenticatedAt: now },
    now,
  })
  const identity = async (input: Partial<z.input<typeof registerIdentityInput>> = {}) =>
    (await registerIdentity(remit(begin), registerIdentityInput.parse({ kind: 'agent', name: 'an agent', ...input })))
      .identityId
  const system = async (input: Partial<z.input<typeof registerSystemInput>> = {}) => {
    const rest = { key: randomUUID(), name: 'ticketing', kind: 'api', tier: 2, environment: 'production' } as const
    const parsed = registerSystemInput.parse({ ...rest, permissions: PERMISSIONS, ...input })
    return (await registerSystem(remit(begin), parsed)).systemId
  }
  const [principalId, actorId] = [toPublicId('identity', made.principal), toPublicId('identity', made.actor)]
  const systemId = toPublicId('system', made.system)
  const request = async (bounds: Bounds = {}, ctx = as('admin')) => {
    const rest = { name: 'Answer cases', purpose: 'Answers cases', principalId, actorId, maxSessionTtlSeconds: 3600 }
    const chain = { maxChainDepth: 2 }
    const targets = [{ systemId, permissions: ['case:list', 'case:read'] }]
    const input = requestGrantInput.parse({ ...rest, ...chain, targets, expiresAt: at('+30d'), ...bounds })
    return (await requestGrant(ctx, input)).grantId
  }
  const approvalOf = async (grantId: string) => {
    const subject = { orgId, subjectKind: 'grant', subjectId: fromPublicId('grant', grantId) }
    const { id } = await reader().approval.findFirstOrThrow({ where: subject, orderBy: { id: 'desc' } })
    return toPublicId('approval', id)
  }
  const decide = async (ctx: Context, grantId: string, over: Partial<Decision> = {}) =>
    decideApproval(ctx, {
      ...{ approvalId: await approvalOf(grantId), vote: 'approve', comment: 'Bounds checked.' },
      ...over,
    })
  const approve = (grantId: string, now = NOW) => decide(as('approver', now), grantId)
  const grant = async (bounds: Bounds = {}, now = NOW) => {
    const grantId = await request(bounds, as('admin', now))
    await approve(grantId, now)
    return grantId
  }
  const ask = (grantId: string, wish: Wish = {}, now = NOW) =>
    issueSession(remit(now), issueSessionInput.parse({ grantId, systemId, ttlSeconds: 900, ...wish }))
  const session = async (grantId: string, wish: Wish = {}, now = NOW) => {
    const answer = await ask(grantId, wish, now)
    if ('refusals' in answer) throw new Error(JSON.stringify(answer.refusals))
    return answer.sessionId
  }
  /** A grant by which another actor may act for the same principal, so that its sessions can stand below others. */
  const grantToAnother = async (bounds: Bounds = {}) =>
    grant({ name: 'another', actorId: await identity({ name: 'another agent' }), ...bounds })
  /** A session below another as a row, with whatever grant: what becomes of chains must not depend on how they came to be. */
  const child = async (
    parentId: string,
    grantId: string,
    over: Partial<Prisma.DelegatedSessionUncheckedCreateInput> = {},
  ) => {
    const { revocationId: _, sessionPolicy: __, tags: ___, tokenClaims: ____, ...parent } = await readSession(parentId)
    const id = newId(NOW)
    const rest = { parentId: parent.id, depth: parent.depth + 1, grantId: fromPublicId('grant', grantId), ...over }
    return mutate(remit(), async (tx) => {
      await tx.delegatedSession.create({ data: { ...parent, id, ...rest } })
      const subject = { subjectKind: 'session', subjectId: id } as const
      return { result: toPublicId('session', id), events: [{ action: 'session.issued', ...subject }] as const }
    })
  }
  /** A session that another issuer minted; of one of its sources, which can only report unless told otherwise. */
  const observed = (over: Partial<Prisma.DelegatedSessionUncheckedCreateInput> = {}, canRevoke = false) =>
    mutate(remit(begin), async (tx) => {
      const connectorId = newId(begin)
      const source = { kind: 'aws-cloudtrail', name: connectorId, canRevoke, createdAt: begin }
      await tx.connector.create({ data: { orgId, id: connectorId, ...source } })
      const id = newId(NOW)
      const times = { issuedAt: NOW, startsAt: NOW, createdAt: NOW, expiresAt: at('+1h') }
      const parties = { principalId: fromPublicId('identity', principalId), actorId: fromPublicId('identity', actorId) }
      const where = { systemId: fromPublicId('system', systemId), connectorId, tier: 2 }
      await tx.delegatedSession.create({
        data: { orgId, id, origin: 'observed', status: 'active', ...times, ...parties, ...where, ...over },
      })
      const subject = { subjectKind: 'session', subjectId: id } as const
      return { result: toPublicId('session', id), events: [{ action: 'session.issued', ...subject }] as const }
    })
  const readSession = (id: string) =>
    reader().delegatedSession.findUniqueOrThrow({ where: { orgId_id: { orgId, id: fromPublicId('session', id) } } })
  const readGrant = (id: string) =>
    reader().delegationGrant.findUniqueOrThrow({ where: { orgId_id: { orgId, id: fromPublicId('grant', id) } } })
  const readEvents = (action?: string) =>
    reader().auditEvent.findMany({ where: { orgId, ...(action ? { action } : {}) }, orderBy: { id: 'asc' } })
  const makers = {
    identity,
    system,
    request,
    approvalOf,
    decide,
    approve,
    grant,
    grantToAnother,
    ask,
    session,
    child,
    observed,
  }
  return { orgId, remit, as, principalId, actorId, systemId, ...makers, readSession, readGrant, readEvents }
}
