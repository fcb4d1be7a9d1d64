import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decideApproval } from '@/lib/commands/decide-approval'
import { expireAccess } from '@/lib/commands/expire-access'
import type { Context } from '@/lib/domain/context'
import { systemContext } from '@/lib/domain/context'
import { newId } from '@/lib/id'
import { getSessionRequest } from '@/lib/queries/get-session-request'
import { at, NOW } from '@/tests/support/clock'
import { claimsOf, createIssuer, ID_TOKEN, type Told, tokenClient } from '@/tests/support/exchange-fixture'
import {
  createClient,
  createDelegation,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())
beforeEach(() => {
  service.clock.now = NOW
})

const refusal = ({ status, body }: Told) => [status, body.error]

/** A delegation whose every session takes a person, with a way to ask for one and a way to decide. */
async function createRelease(bounds: Record<string, unknown> = {}) {
  const of = await createDelegation()
  const { access, orgId, grant, principal } = of
  await access.db.delegationGrant.updateMany({
    where: { orgId, id: grant.id },
    data: { requiresSessionApproval: true, ...bounds },
  })
  const issuer = await createIssuer(access)
  await issuer.link('ines', principal.id)
  const member = async (over: { email?: string; identityId?: string } = {}): Promise<Context> => {
    const id = newId(NOW)
    const row = { email: `${id}@example.com`, name: 'Ada', roles: ['approver'], joinedAt: NOW, ...over }
    await access.db.member.create({ data: { orgId, id, ...row } })
    const actor = { kind: 'member', memberId: id, name: 'Ada', roles: ['approver'] } as const
    return { orgId, now: service.clock.now, actor: { ...actor, authenticatedAt: service.clock.now } }
  }
  const ada = await member()
  const asking = async (parameters: Parameters = {}, client = of.client, where = service) =>
    tokenClient(where, client).ask({
      subject_token: await issuer.sign({ sub: 'ines' }, service.clock.now),
      subject_token_type: ID_TOKEN,
      audience: of.system.key,
      scope: 'case:read',
      ttl: '900',
      ...parameters,
    })
  const decide = (sessionRequestId: unknown, vote: 'approve' | 'deny' = 'approve', by = ada) => {
    const input = { approvalId: String(sessionRequestId), vote, comment: 'Looked at the change.' }
    return decideApproval({ ...by, now: service.clock.now }, input)
  }
  const begin = async (parameters: Parameters = {}) => {
    const { body } = await asking(parameters)
    const session_request = String(body.session_request)
    return { session_request, again: (more: Parameters = {}) => asking({ ...parameters, session_request, ...more }) }
  }
  const events = (action: string) => access.db.auditEvent.findMany({ where: { orgId, action } })
  return { ...of, ask: asking, decide, begin, member, ada, events, issuer }
}

describe('a session that takes a person', () => {
  it('is asked for first: where to follow it and how often to ask', async () => {
    const { ask, events, access, orgId } = await createRelease()
    const told = await ask()
    expect(refusal(told)).toEqual([400, 'authorization_pending'])
    expect(told.body).toMatchObject({ interval: 5, expires_in: 3600 })
    expect(told.body.session_request).toMatch(/^apr_/)
    expect(told.body.session_request_uri).toBe(`http://localhost:3000/inbox/${told.body.session_request}`)
    expect(told.headers.get('cache-control')).toBe('no-store')
    expect(await events('session-request.asked')).toHaveLength(1)
    expect(await access.db.delegationAttempt.count({ where: { orgId } })).toBe(0)
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(0)
  })

  it('is given once approved, and its clock starts then', async () => {
    const { begin, decide, events } = await createRelease()
    const { again, session_request } = await begin()
    service.clock.now = at('+10m')
    expect(refusal(await again())).toEqual([400, 'authorization_pending'])
    await decide(session_request)
    service.clock.now = at('+20m')
    const { status, body } = await again()
    expect(status).toBe(200)
    expect(body).toMatchObject({ expires_in: 900, scope: 'case:read' })
    expect(claimsOf(body.access_token).iat).toBe(at('+20m').getTime() / 1000)
    expect(await events('session-request.approved')).toMatchObject([{ reason: 'Looked at the change.' }])
  })

  it('is one session: twenty calls at once and on two instances get one token', async () => {
    const { begin, decide, ask, access, orgId } = await createRelease()
    const { session_request } = await begin()
    await decide(session_request)
    const another = await startTokenService({ issuer: service.issuer, clock: service.clock })
    const calls = Array.from({ length: 20 }, (_, n) => ask({ session_request }, undefined, n % 2 ? another : service))
    const told = await Promise.all(calls)
    expect(told.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const refused of told.filter(({ status }) => status !== 200))
      expect(refusal(refused)).toEqual([400, 'invalid_request'])
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(1)
    expect(refusal(await ask({ session_request }))).toEqual([400, 'invalid_request'])
    await another.stop()
  })

  it('is not asked for again while people think, and for another run it is', async () => {
    const { ask } = await createRelease()
    const context = (run_id: string) => ({ context: JSON.stringify({ run_id }) })
    const [first, again, other] = [await ask(context('1')), await ask(context('1')), await ask(context('2'))]
    expect(again.body.session_request).toBe(first.body.session_request)
    expect(other.body.session_request).not.toBe(first.body.session_request)
  })

  it('is not asked for a hundred and first time while a hundred wait', async () => {
    const { ask, access, orgId, client } = await createRelease()
    const { body } = await ask()
    const [first] = await access.db.approval.findMany({ where: { orgId, clientId: client.id } })
    const rows = Array.from({ length: 99 }, () => ({ ...first, id: newId(NOW), subjectId: newId(NOW), asked: {} }))
    await access.db.approval.createMany({ data: rows as never })
    const other = await ask({ context: JSON.stringify({ run_id: '2' }) })
    expect([other.status, other.body.error, other.headers.get('retry-after')]).toEqual([429, 'slow_down', '60'])
    expect((await ask()).body.session_request).toBe(body.session_request)
  })

  it('tells a client that polls too eagerly to slow down, on whichever instance', async () => {
    const { begin, ask } = await createRelease()
    const { again, session_request } = await begin()
    const another = await startTokenService({ issuer: service.issuer, clock: service.clock })
    service.clock.now = at('+2s')
    expect(refusal(await again())).toEqual([400, 'slow_down'])
    service.clock.now = at('+5s')
    expect(refusal(await again())).toEqual([400, 'authorization_pending'])
    service.clock.now = at('+7s')
    const elsewhere = await ask({ session_request }, undefined, another)
    expect(refusal(elsewhere)).toEqual([400, 'slow_down'])
    service.clock.now = at('+10s')
    const calls = await Promise.all([again(), ask({ session_request }, undefined, another)])
    expect(calls.map(({ body }) => body.error).sort()).toEqual(['authorization_pending', 'slow_down'])
    await another.stop()
  })

  it('takes one for a workload that acts for itself, too', async () => {
    const { access, orgId, agent, system, decide } = await createRelease()
    const own = { principalId: agent.id, actorId: agent.id, requiresSessionApproval: true }
    const grant = await access.grant({ ...own, startsAt: at('-1d') })
    await access.target(grant.id, system.id, ['case:read'])
    const client = await createClient(access, { identityId: agent.id })
    const asking = (more: Parameters = {}) => tokenClient(service, client).ask(more, 'client_credentials')
    const { session_request } = (await asking()).body as { session_request: string }
    await decide(session_request)
    const { body } = await asking({ session_request })
    expect(claimsOf(body.access_token)).toMatchObject({ sub: agent.publicId, grant_id: grant.publicId })
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(1)
  })

  it('is refused with the comment of whoever denied it', async () => {
    const { begin, decide, events } = await createRelease()
    const { again, session_request } = await begin()
    await decide(session_request, 'deny')
    const told = await again()
    expect(refusal(told)).toEqual([400, 'access_denied'])
    expect(told.body.error_description).toContain('Looked at the change.')
    expect(await events('session-request.denied')).toHaveLength(1)
  })

  it('lapses where nobody decides, with an event of its own, and cannot be decided then', async () => {
    const { begin, decide, events, orgId } = await createRelease()
    const { again, session_request } = await begin()
    service.clock.now = at('+60m')
    expect(refusal(await again())).toEqual([400, 'expired_token'])
    await expect(decide(session_request)).rejects.toMatchObject({ code: 'lapsed' })
    await expireAccess(systemContext(orgId, 'sweep', service.clock.now))
    expect(await events('session-request.lapsed')).toHaveLength(1)
    expect(await events('grant.expired')).toHaveLength(0)
    expect(refusal(await again())).toEqual([400, 'expired_token'])
  })

  it('that was approved and left lying is over, too', async () => {
    const { begin, decide } = await createRelease()
    const { again, session_request } = await begin()
    await decide(session_request)
    service.clock.now = at('+60m')
    expect(refusal(await again())).toEqual([400, 'expired_token'])
  })

  it.each<[string, Parameters]>([
    ['another scope', { scope: 'case:list' }],
    ['more scope', { scope: 'case:read case:list' }],
    ['another lifetime', { ttl: '901' }],
    ['another purpose', { purpose: 'Something else' }],
    ['another run', { context: '{"run_id":"2"}' }],
    ['the grant by its URI instead', { audience: [], resource: 'https://else.example.com' }],
    ['details', { authorization_details: '[{"type":"tenant_access","tenants":["a"]}]' }],
  ])('is not given for %s than what was approved', async (_, other) => {
    const { begin, decide, access, orgId } = await createRelease()
    const { again, session_request } = await begin()
    await decide(session_request)
    const told = await again(other)
    expect(told.status).toBe(400)
    expect(['invalid_request', 'invalid_target']).toContain(told.body.error)
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(0)
    expect((await again()).status).toBe(200)
  })

  it('is not given to another client of the same agent', async () => {
    const { begin, decide, ask, access, agent } = await createRelease()
    const { session_request } = await begin()
    await decide(session_request)
    const other = await createClient(access, { identityId: agent.id })
    expect(refusal(await ask({ session_request }, other))).toEqual([400, 'invalid_request'])
  })

  it('holds what was approved, even where the grant has got wider', async () => {
    const { begin, decide, access, orgId, grant, system } = await createRelease()
    const { again, session_request } = await begin({ scope: [] })
    await decide(session_request)
    const wider = { orgId, id: newId(NOW), digest: 'wider', permissionCount: 3, levels: {}, categories: {} }
    const permissions = ['case:list', 'case:read', 'case:write']
    await access.db.permissionSet.create({ data: { ...wider, permissions, createdAt: NOW } })
    await access.db.grantTarget.updateMany({
      where: { orgId, grantId: grant.id, systemId: system.id },
      data: { permissionSetId: wider.id },
    })
    expect((await again()).body.scope).toBe('case:list case:read')
  })

  it('is refused where the grant has ended meanwhile, and is not asked about what would be refused anyway', async () => {
    const { begin, decide, ask, access, grant, events } = await createRelease()
    expect(refusal(await ask({ scope: 'case:write' }))).toEqual([400, 'invalid_scope'])
    expect(await events('session-request.asked')).toHaveLength(0)
    const { again, session_request } = await begin()
    await decide(session_request)
    await access.db.delegationGrant.updateMany({ where: { id: grant.id }, data: { status: 'revoked', endedAt: NOW } })
    expect(refusal(await again())).toEqual([400, 'invalid_target'])
  })
})

describe('who decides', () => {
  it('is never the principal, nor whoever owns the actor', async () => {
    const { begin, decide, member, access, principal, agent, orgId } = await createRelease()
    const owner = await access.identity({ kind: 'human', name: 'Otto', email: 'otto@example.com' })
    await access.db.identity.updateMany({ where: { orgId, id: agent.id }, data: { ownerId: owner.id } })
    const { session_request, again } = await begin()
    for (const over of [
      { identityId: principal.id },
      { email: 'INES@example.com' },
      { identityId: owner.id },
      { email: 'otto@example.com' },
    ])
      await expect(decide(session_request, 'approve', await member(over))).rejects.toMatchObject({
        code: 'self_approval',
      })
    service.clock.now = at('+5s')
    expect(refusal(await again())).toEqual([400, 'authorization_pending'])
    expect(await decide(session_request)).toEqual({ status: 'approved' })
  })

  it('decides once, and only while the grant is active', async () => {
    const { begin, decide, access, grant } = await createRelease()
    const [first, second] = [await begin(), await begin({ ttl: '60' })]
    await decide(first.session_request)
    await expect(decide(first.session_request, 'deny')).rejects.toMatchObject({ code: 'wrong_status' })
    await access.db.delegationGrant.updateMany({
      where: { id: grant.id },
      data: { status: 'suspended', suspendedAt: NOW },
    })
    await expect(decide(second.session_request)).rejects.toMatchObject({ code: 'wrong_status' })
    expect(await decide(second.session_request, 'deny')).toEqual({ status: 'denied' })
  })

  it('sees what is asked, by whom, for whom, and what the run says of itself', async () => {
    const { begin, decide, ada, principal, agent, client, system, grant, issuer, access } = await createRelease()
    await issuer.link('repo:acme/app', agent.id)
    const run = { sub: 'repo:acme/app', repository: 'acme/app', run_id: '42', environment: 'production' }
    const actor = { actor_token: await issuer.sign(run), actor_token_type: ID_TOKEN }
    const { session_request } = await begin({ ...actor, context: '{"change":"CHG-7"}', purpose: 'Release 1.4' })
    const seen = await getSessionRequest(ada, session_request)
    expect(seen).toMatchObject({
      id: session_request,
      status: 'pending',
      client: { id: client.clientId },
      principal: { id: principal.publicId, name: 'Ines' },
      actor: { id: agent.publicId },
      grant: { id: grant.publicId, name: 'Answer cases' },
      permissions: [
        {
          system: { id: system.publicId, tier: 2, environment: 'production' },
          permissions: [{ key: 'case:read', accessLevel: 'read' }],
        },
      ],
      ttlSeconds: 900,
      purpose: 'Release 1.4',
      context: {
        verified: { repository: 'acme/app', run_id: '42', environment: 'production' },
        stated: { change: 'CHG-7' },
      },
      expiresAt: at('+1h'),
      votes: [],
      sessionId: null,
    })
    await decide(session_request)
    const after = await getSessionRequest(ada, session_request)
    expect(after).toMatchObject({ status: 'approved' })
    expect(after.votes).toMatchObject([{ member: { name: 'Ada' }, vote: 'approve', comment: 'Looked at the change.' }])
    expect(access.orgId).toBe(ada.orgId)
  })
})
