import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { decideGrant } from '@/lib/commands/decide-grant'
import { issueSession, issueSessionInput } from '@/lib/commands/issue-session'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { reader } from '@/lib/db'
import { type Context, type Role, systemContext } from '@/lib/domain/context'
import { fromPublicId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'

type Bounds = Partial<z.input<typeof requestGrantInput>>
type Wish = Partial<z.input<typeof issueSessionInput>>
export type Organisation = Awaited<ReturnType<typeof createLifecycle>>

const PERMISSIONS = [
  { key: 'case:list', accessLevel: 'list' },
  { key: 'case:read', accessLevel: 'read' },
  { key: 'case:write', accessLevel: 'write' },
  { key: 'role:assign', accessLevel: 'permissions-management', categories: ['privilege-escalation'] },
] as const

/** An organisation that came to be through commands, with one system, a principal, an actor and a member for each role:
 *  for tests of commands. Ids that makers return are public. */
export async function createLifecycle(begin = at('-30d')) {
  const setup = { actor: { kind: 'system', name: 'setup' } as const, now: begin }
  const { orgId } = await createOrganisation(setup, { slug: `o-${randomUUID()}`, name: 'Acme', timeZone: 'UTC' })
  const remit = (now = NOW) => systemContext(orgId, 'test', now)
  const members = new Map<string, string>()
  for (const role of ['reviewer', 'approver', 'manager', 'admin'] as const) {
    const input = addMemberInput.parse({ email: `${role}@example.com`, name: role, roles: [role] })
    members.set(role, fromPublicId('member', (await addMember(remit(begin), input)).memberId))
  }
  const as = (role: Role, now = NOW): Context => ({
    orgId,
    actor: { kind: 'member', memberId: members.get(role) ?? '', name: role, roles: [role] },
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
  const [principalId, actorId, systemId] = [
    await identity({ kind: 'human', name: 'Ines' }),
    await identity({ name: 'support-agent' }),
    await system(),
  ]
  const request = async (bounds: Bounds = {}, ctx = as('admin')) => {
    const rest = { name: 'Answer cases', purpose: 'Answers cases', principalId, actorId, maxSessionTtlSeconds: 3600 }
    const targets = [{ systemId, permissions: ['case:list', 'case:read'] }]
    const input = requestGrantInput.parse({ ...rest, targets, expiresAt: at('+30d'), ...bounds })
    return (await requestGrant(ctx, input)).grantId
  }
  const approve = (grantId: string, now = NOW) =>
    decideGrant(as('approver', now), { grantId, vote: 'approve', comment: 'Bounds checked.' })
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
  const readSession = (id: string) =>
    reader().delegatedSession.findUniqueOrThrow({ where: { orgId_id: { orgId, id: fromPublicId('session', id) } } })
  const readGrant = (id: string) =>
    reader().delegationGrant.findUniqueOrThrow({ where: { orgId_id: { orgId, id: fromPublicId('grant', id) } } })
  const readEvents = (action?: string) =>
    reader().auditEvent.findMany({ where: { orgId, ...(action ? { action } : {}) }, orderBy: { id: 'asc' } })
  const makers = { identity, system, request, approve, grant, ask, session }
  return { orgId, remit, as, members, principalId, actorId, systemId, ...makers, readSession, readGrant, readEvents }
}

/** The UUID behind any public id of a session, and the other way round. */
export const uuidOf = (id: string) => fromPublicId('session', id)
export const sessionIdOf = (uuid: string) => toPublicId('session', uuid)
