import * as oauth from 'oauth4webapi'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { completeSession } from '@/lib/commands/complete-session'
import { NOW } from '@/tests/support/clock'
import { type IssuedToken, issueToken } from '@/tests/support/issued-token'
import {
  createClient,
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
let of: Delegation
let token: IssuedToken
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())
beforeEach(async () => {
  of = await createDelegation()
  token = await issueToken(service, of)
})

const revoke = (parameters: Record<string, string | string[]>, by = of.client) =>
  service.post('/revoke', parameters, by.basic)
const isActive = async (jwt: string) => {
  const response = await service.post('/introspect', { token: jwt }, of.resourceServer.basic)
  return (await response.json()).active
}
const read = (id: string) =>
  of.access.db.delegatedSession.findUniqueOrThrow({ where: { orgId_id: { orgId: of.orgId, id } } })
const events = (subjectId: string) =>
  of.access.db.auditEvent.findMany({ where: { orgId: of.orgId, subjectId }, orderBy: { id: 'asc' } })

describe('revocation (RFC 7009)', () => {
  it('completes the session by its client, on record, and answers oauth4webapi', async () => {
    const as = { issuer: service.issuer, revocation_endpoint: `${service.issuer}/revoke` }
    const auth = oauth.ClientSecretBasic(of.client.secret)
    const insecure = { [oauth.allowInsecureRequests]: true }
    const response = await oauth.revocationRequest(as, { client_id: of.client.clientId }, auth, token.jwt, insecure)
    expect(await oauth.processRevocationResponse(response.clone())).toBeUndefined()
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await isActive(token.jwt)).toBe(false)
    expect(await read(token.id)).toMatchObject({ status: 'completed', endedBy: 'client', endedAt: NOW })
    expect(await events(token.id)).toMatchObject([
      { action: 'session.completed', actorKind: 'client', actorId: of.client.id, at: NOW },
    ])
  })

  it('ends what came of the session, whoever holds it, and nothing else', async () => {
    const other = await createClient(of.access, { identityId: of.gateway.id })
    const child = await issueToken(service, of, { parentId: token.id, depth: 1, clientId: other.id })
    const grandchild = await issueToken(service, of, { parentId: child.id, depth: 2 })
    const sibling = await issueToken(service, of)
    await revoke({ token: token.jwt })
    for (const each of [child, grandchild]) {
      expect(await isActive(each.jwt)).toBe(false)
      expect(await read(each.id)).toMatchObject({ status: 'revoked', endedBy: 'revocation' })
      expect(await events(each.id)).toMatchObject([{ action: 'session.revoked' }])
    }
    expect(await isActive(sibling.jwt)).toBe(true)
  })

  it('leaves the parent of what is given back as it is', async () => {
    const child = await issueToken(service, of, { parentId: token.id, depth: 1 })
    await revoke({ token: child.jwt })
    expect([await isActive(child.jwt), await isActive(token.jwt)]).toEqual([false, true])
  })

  it('is done once however often it is asked for', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => revoke({ token: token.jwt })))
    answers.push(await revoke({ token: token.jwt }))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(await events(token.id)).toHaveLength(1)
  })

  it('succeeds for one of eight that ask at once, with one audit event', async () => {
    const ctx = { orgId: of.orgId, now: NOW, actor: { kind: 'client', clientId: of.client.id, name: 'agent' } } as const
    const child = await issueToken(service, of, { parentId: token.id, depth: 1 })
    const each = () => completeSession(ctx, { sessionId: token.id })
    const outcomes = await Promise.all(Array.from({ length: 8 }, each))
    expect(outcomes.filter((isDone) => isDone)).toHaveLength(1)
    expect([await events(token.id), await events(child.id)]).toMatchObject([[{}], [{}]])
    expect(await of.access.db.revocation.count({ where: { orgId: of.orgId } })).toBe(1)
  })

  it('puts what falls on record as one revocation, with a delivery for each and its facts in order', async () => {
    const child = await issueToken(service, of, { parentId: token.id, depth: 1 })
    const over = await issueToken(service, of, { parentId: token.id, depth: 1, expiresAt: NOW })
    const belowOver = await issueToken(service, of, { parentId: over.id, depth: 2 })
    await revoke({ token: token.jwt })
    const { db } = of.access
    const [revocation, ...more] = await db.revocation.findMany({ where: { orgId: of.orgId } })
    expect(more).toEqual([])
    expect(revocation).toMatchObject({
      ...{ scope: 'session', scopeId: token.id, status: 'confirmed', requestedAt: NOW, completedAt: NOW },
      ...{ requestedByMemberId: null, mayWorkUntil: null, reason: expect.stringContaining('client ended') },
    })
    const deliveries = await db.revocationDelivery.findMany({ where: { orgId: of.orgId }, orderBy: { id: 'asc' } })
    const delivered = { revocationId: revocation?.id, hop: 'Remit', channel: 'record', status: 'confirmed' }
    const fallen = [child, belowOver]
    expect(deliveries).toMatchObject(fallen.map(({ id }) => ({ ...delivered, sessionId: id, confirmedAt: NOW })))
    const told = { orgId: of.orgId, actorId: of.client.id }
    const facts = await db.auditEvent.findMany({ where: told, orderBy: { id: 'asc' } })
    const effect = { revocationId: revocation?.id, effect: 'ends-now', mayWorkUntil: null, withParent: false }
    const ended = { action: 'session.revoked', subjectName: null, reason: revocation?.reason, data: effect }
    expect(facts).toMatchObject([
      { action: 'session.completed', subjectId: token.id, reason: null, data: { endedBy: 'client' } },
      ...fallen.map(({ id }) => ({ ...ended, subjectId: id })),
    ])
    for (const { id } of fallen) expect(await read(id)).toMatchObject({ revocationId: revocation?.id, endedAt: NOW })
    expect(await read(over.id)).toMatchObject({ status: 'active', revocationId: null })
  })

  it('of a whole chain at once ends each session once', async () => {
    const chain = [token]
    for (let depth = 1; depth < 6; depth++) {
      chain.push(await issueToken(service, of, { parentId: chain.at(-1)?.id, depth }))
    }
    const answers = await Promise.all(chain.toReversed().map(({ jwt }) => revoke({ token: jwt })))
    expect(answers.map(({ status }) => status)).toEqual(chain.map(() => 200))
    for (const { id } of chain) expect(await events(id)).toHaveLength(1)
  })

  it('is done all the same where another change locks the same sessions the other way round', async () => {
    const child = await issueToken(service, of, { parentId: token.id, depth: 1 })
    const other = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await other.connect()
    const lock = (id: string) => other.query('select from delegated_sessions where id = $1 for update', [id])
    const waiting = () => of.access.db.$queryRaw<unknown[]>`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await other.query('begin')
    await lock(child.id)
    const answer = revoke({ token: token.jwt })
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 20_000 })
    await lock(token.id).catch(() => undefined)
    await other.query('rollback')
    await other.end()
    expect((await answer).status).toBe(200)
    expect([(await read(token.id)).status, (await read(child.id)).status]).toEqual(['completed', 'revoked'])
  })

  it('changes nothing about what has expired', async () => {
    const expired = await issueToken(service, of, { expiresAt: NOW })
    expect((await revoke({ token: expired.jwt })).status).toBe(200)
    expect([(await read(expired.id)).status, await events(expired.id)]).toEqual(['active', []])
  })

  it('answers 200 with nothing to what it does not know, whatever the hint', async () => {
    for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
      const answer = await revoke({ token: 'garbage', token_type_hint })
      expect([answer.status, await answer.text()]).toEqual([200, ''])
    }
    expect((await revoke({ token: token.jwt, token_type_hint: 'refresh_token' })).status).toBe(200)
    expect(await isActive(token.jwt)).toBe(false)
  })

  it('takes back what is locked', async () => {
    const locked = await issueToken(service, of, { status: 'locked', lockedUntil: new Date(NOW.getTime() + 60_000) })
    await revoke({ token: locked.jwt })
    expect(await read(locked.id)).toMatchObject({ status: 'completed', lockedUntil: null })
  })

  it("refuses another client's token, which stays good", async () => {
    const other = await createClient(of.access, { identityId: of.gateway.id })
    for (const by of [other, of.resourceServer]) {
      const answer = await revoke({ token: token.jwt }, by)
      expect([answer.status, (await answer.json()).error]).toEqual([400, 'invalid_request'])
    }
    const stranger = await createDelegation()
    expect((await revoke({ token: token.jwt }, stranger.client)).status).toBe(200)
    expect(await isActive(token.jwt)).toBe(true)
  })

  it('asks for one token and for who asks', async () => {
    expect((await revoke({})).status).toBe(400)
    expect((await revoke({ token: ['a', 'b'] })).status).toBe(400)
    expect((await service.post('/revoke', { token: token.jwt })).status).toBe(401)
  })
})
