import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockSessions, unlockSessions } from '@/lib/commands/lock-sessions'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { resumeGrant, suspendGrant } from '@/lib/commands/suspend-grant'
import { systemContext } from '@/lib/domain/context'
import { flushUses } from '@/lib/oauth/use-recorder'
import { at, NOW } from '@/tests/support/clock'
import { type IssuedToken, issueToken } from '@/tests/support/issued-token'
import {
  basic,
  createClient,
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let services: [TokenService, TokenService]
let service: TokenService
let of: Delegation
const clock = { now: NOW }
const insecure = { [oauth.allowInsecureRequests]: true }

beforeAll(async () => {
  service = await startTokenService({ clock })
  services = [service, await startTokenService({ clock, issuer: service.issuer })]
})
afterAll(() => Promise.all(services.map((each) => each.stop())))
beforeEach(async () => {
  clock.now = NOW
  of = await createDelegation()
})

const remit = () => systemContext(of.orgId, 'test', clock.now)
const reason = 'For a test.'
const db = () => of.access.db

/** What both instances say; they must agree. */
async function introspect(token: string, by = of.resourceServer, headers: Record<string, string> = {}) {
  const answers = await Promise.all(
    services.map(async (each) => {
      const response = await each.post('/introspect', { token }, { ...by.basic, ...headers })
      return { status: response.status, body: await response.json() }
    }),
  )
  expect(answers[1]).toEqual(answers[0])
  return answers[0]
}
const INACTIVE = { status: 200, body: { active: false } }

describe('introspection (RFC 7662)', () => {
  it('tells the resource server what the token says, who for and by whom, and that nobody may keep it', async () => {
    const token = await issueToken(service, of)
    const response = await service.post('/introspect', { token: token.jwt }, of.resourceServer.basic)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { status: _, ...claims } = token.claims
    expect(await response.json()).toEqual({ active: true, ...claims, token_type: 'Bearer', username: 'Ines' })
  })

  it('says DPoP and the key of a token that is bound to one, and its details', async () => {
    const claims = { cnf: { jkt: 'thumbprint' }, authorization_details: [{ type: 'tenant_access', tenants: ['a'] }] }
    const token = await issueToken(service, of, { claims })
    const answer = await introspect(token.jwt)
    expect(answer?.body).toMatchObject({ active: true, token_type: 'DPoP', ...claims })
  })

  it('answers oauth4webapi, also as a JWT (RFC 9701)', async () => {
    const token = await issueToken(service, of)
    const issuer = new URL(service.issuer)
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    )
    const { clientId, secret } = of.resourceServer
    for (const requestJwtResponse of [false, true]) {
      const client = { client_id: clientId }
      const response = await oauth.introspectionRequest(as, client, oauth.ClientSecretBasic(secret), token.jwt, {
        requestJwtResponse,
        ...insecure,
      })
      const type = requestJwtResponse ? 'application/token-introspection+jwt' : 'application/json'
      expect(response.headers.get('content-type')).toBe(type)
      const answer = await oauth.processIntrospectionResponse(as, client, response)
      expect(answer).toMatchObject({ active: true, jti: token.publicId, act: { sub: of.agent.publicId } })
      if (requestJwtResponse) await oauth.validateApplicationLevelSignature(as, response, insecure)
    }
  })

  it('leaves a token that oauth4webapi takes by its signature alone (RFC 9068)', async () => {
    const token = await issueToken(service, of)
    const as = { issuer: service.issuer, jwks_uri: `${service.issuer}/jwks` }
    const request = new Request('http://localhost/', { headers: { authorization: `Bearer ${token.jwt}` } })
    const clockSkew = Math.round((NOW.getTime() - Date.now()) / 1000)
    const options = { ...insecure, [oauth.clockSkew]: clockSkew }
    const claims = await oauth.validateJwtAccessToken(as, request, of.system.resourceUri, options)
    expect(claims.jti).toBe(token.publicId)
  })

  it('signs with the algorithm that the client asked for, and an inactive answer too', async () => {
    const gateway = await createClient(of.access, {
      identityId: of.gateway.id,
      systemIds: [of.system.id],
      signingAlg: 'RS256',
    })
    const headers = { ...gateway.basic, accept: 'application/token-introspection+jwt' }
    const response = await service.post('/introspect', { token: 'garbage' }, headers)
    const claims = await service.service.keys.verifyOwn(await response.text())
    expect(claims).toEqual({
      iss: service.issuer,
      aud: gateway.clientId,
      iat: NOW.getTime() / 1000,
      token_introspection: { active: false },
    })
  })

  it('says nothing but inactive to whom the token is not meant for', async () => {
    const token = await issueToken(service, of)
    const elsewhere = await of.access.system()
    const other = await createClient(of.access, { identityId: of.gateway.id, systemIds: [elsewhere.id] })
    const stranger = await createDelegation()
    for (const by of [of.client, other, stranger.resourceServer]) {
      expect(await introspect(token.jwt, by)).toEqual(INACTIVE)
    }
  })

  it('tells the resource server of each of several systems', async () => {
    const second = await of.access.system()
    const other = await createClient(of.access, { identityId: of.gateway.id, systemIds: [second.id] })
    const token = await issueToken(service, of, { otherSystemIds: [second.id] })
    for (const by of [of.resourceServer, other])
      expect((await introspect(token.jwt, by))?.body).toMatchObject({ active: true })
  })

  it('says inactive to any garbage, and never fails', async () => {
    const token = await issueToken(service, of)
    const [head, payload, signature] = token.jwt.split('.')
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = [
      ...['x', '..', 'a.b.c', `${head}.${payload}.`, `${head}.${payload}.AAAA`, `${token.jwt}x`, 'é'.repeat(3000)],
      ...[null, 1, [], 'x', {}, { jti: 1 }, { org_id: token.claims.org_id }].map((each) => `${head}.${part(each)}.s`),
      `${head}.${part({ ...token.claims, jti: 'ses_zzzzzzzzzzzzzzzzzzzzzzzzzz' })}.${signature}`,
      `${head}.${part({ ...token.claims, jti: 'ses_00000000000000000000000000' })}.${signature}`,
      `${head}.${part({ ...token.claims, jti: { toString: 1 } })}.${signature}`,
      `${part({ alg: 'none' })}.${payload}.`,
      `${head}.${part({ ...token.claims, exp: 9e9 })}.${signature}`,
      token.publicId,
    ]
    for (const each of forged) expect(await introspect(each), each.slice(0, 80)).toEqual(INACTIVE)
    expect((await introspect(token.jwt))?.body).toMatchObject({ active: true })
  })

  it('asks for a token and for who asks', async () => {
    expect((await service.post('/introspect', {}, of.resourceServer.basic)).status).toBe(400)
    expect((await service.post('/introspect', { token: ['a', 'b'] }, of.resourceServer.basic)).status).toBe(400)
    expect((await service.post('/introspect', { token: 'a' })).status).toBe(401)
    const wrong = basic(of.resourceServer.clientId, 'wrong')
    expect((await service.post('/introspect', { token: 'a' }, wrong)).status).toBe(401)
  })
})

describe('the next introspection after the commit, on every instance, sees', () => {
  let token: IssuedToken
  beforeEach(async () => {
    token = await issueToken(service, of)
    expect((await introspect(token.jwt))?.body).toMatchObject({ active: true })
  })
  const expectInactive = async () => expect(await introspect(token.jwt)).toEqual(INACTIVE)
  const expectActive = async () => expect((await introspect(token.jwt))?.body).toMatchObject({ active: true })

  it('a revocation', async () => {
    await revokeSessions(remit(), revokeSessionsInput.parse({ sessionIds: [token.publicId], reason }))
    await expectInactive()
  })
  it('a lock, its early end and its own end', async () => {
    const sessionIds = [token.publicId]
    await lockSessions(remit(), { sessionIds, reason, until: at('+10m') })
    await expectInactive()
    await unlockSessions(remit(), { sessionIds, reason })
    await expectActive()
    await lockSessions(remit(), { sessionIds, reason, until: at('+10m') })
    await expectInactive()
    clock.now = at('+10m')
    await expectActive()
  })
  it('the expiry, to the second', async () => {
    clock.now = new Date(at('+1h').getTime() - 1)
    await expectActive()
    clock.now = at('+1h')
    await expectInactive()
  })
  it('the end of the grant: revoked, or run out', async () => {
    await db().delegationGrant.update({
      where: { orgId_id: { orgId: of.orgId, id: of.grant.id } },
      data: { expiresAt: at('+5m') },
    })
    await expectActive()
    clock.now = at('+5m')
    await expectInactive()
    clock.now = NOW
    await revokeGrant(remit(), { grantId: of.grant.publicId, reason })
    await expectInactive()
  })
  it('a suspended grant, and that it goes on', async () => {
    await suspendGrant(remit(), { grantId: of.grant.publicId, reason })
    await expectInactive()
    await resumeGrant(remit(), { grantId: of.grant.publicId, reason })
    await expectActive()
  })
  it.each(['principal', 'agent'] as const)('that the %s is suspended, or has gone', async (party) => {
    const where = { orgId_id: { orgId: of.orgId, id: of[party].id } }
    const set = (status: string) =>
      db().identity.update({ where, data: { status, departedAt: status === 'departed' ? NOW : null } })
    for (const status of ['suspended', 'departed']) {
      await set(status)
      await expectInactive()
      await set('active')
      await expectActive()
    }
  })
  it('that the client is disabled', async () => {
    const where = { orgId_id: { orgId: of.orgId, id: of.client.id } }
    await db().client.update({ where, data: { status: 'disabled', disabledAt: NOW } })
    await expectInactive()
  })
  it('that a session lies idle', async () => {
    token = await issueToken(service, of, { idleTimeoutSeconds: 600 })
    clock.now = at('+9m')
    await expectActive()
    await flushUses()
    clock.now = at('+18m')
    await expectActive()
    await flushUses()
    clock.now = at('+28m')
    await expectInactive()
  })
  it('anything of this about an ancestor, however far', async () => {
    const child = await issueToken(service, of, { parentId: token.id, depth: 1 })
    const grandchild = await issueToken(service, of, { parentId: child.id, depth: 2 })
    expect((await introspect(grandchild.jwt))?.body).toMatchObject({ active: true })
    await lockSessions(remit(), { sessionIds: [token.publicId], reason, until: at('+10m') })
    for (const each of [token, child, grandchild]) expect(await introspect(each.jwt)).toEqual(INACTIVE)
    await unlockSessions(remit(), { sessionIds: [token.publicId], reason })
    for (const each of [token, child, grandchild])
      expect((await introspect(each.jwt))?.body).toMatchObject({ active: true })
  })
  it('the suspension of who acted before in the chain', async () => {
    const other = await of.access.identity()
    const child = await issueToken(service, of, { parentId: token.id, depth: 1, actorId: other.id })
    const where = { orgId_id: { orgId: of.orgId, id: of.agent.id } }
    await db().identity.update({ where, data: { status: 'suspended' } })
    expect(await introspect(child.jwt)).toEqual(INACTIVE)
  })
})

describe('what introspection records', () => {
  const rows = async (sessionId: string) => {
    await flushUses()
    const where = { orgId: of.orgId, sessionId }
    const [session, uses, activity, checks] = await Promise.all([
      db().delegatedSession.findUniqueOrThrow({ where: { orgId_id: { orgId: of.orgId, id: sessionId } } }),
      db().delegatedSessionUse.findMany({ where, orderBy: { permission: 'asc' } }),
      db().delegatedSessionActivity.findMany({ where }),
      db().$queryRaw<
        object[]
      >`select client_id, active_count, inactive_count, last_at from delegated_session_checks where session_id = ${sessionId}::uuid`,
    ])
    return { session, uses, activity, checks }
  }
  const ask = (token: IssuedToken, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    service.post('/introspect', { token: token.jwt, ...more }, { ...of.resourceServer.basic, ...headers })

  it('counts uses by permission, told by the header, else by the scope, else by the token', async () => {
    const token = await issueToken(service, of)
    await ask(token, {}, { 'x-remit-permission': 'case:read' })
    await ask(token, { scope: 'case:list' })
    await ask(token, { scope: 'case:list' }, { 'x-remit-permission': 'case:read' })
    await ask(token, { scope: 'case:list case:read' })
    await ask(token, {}, { 'x-remit-permission': 'case:write' })
    const { session, uses, activity, checks } = await rows(token.id)
    expect(uses.map(({ permission, allowedCount, deniedCount }) => [permission, allowedCount, deniedCount])).toEqual([
      ['case:list', 1n, 0n],
      ['case:read', 2n, 0n],
      ['case:write', 0n, 1n],
    ])
    expect(session).toMatchObject({ allowedCount: 4n, deniedCount: 1n, firstUsedAt: NOW, lastUsedAt: NOW })
    expect(activity).toMatchObject([{ minute: NOW, allowedCount: 4, deniedCount: 1 }])
    expect(checks).toEqual([{ client_id: of.resourceServer.id, active_count: 5n, inactive_count: 0n, last_at: NOW }])
    const only = await issueToken(service, of, { scope: 'case:read' })
    await ask(only)
    expect((await rows(only.id)).uses).toMatchObject([{ permission: 'case:read', allowedCount: 1n }])
  })

  it('counts an answer of inactive as no use, but as a check', async () => {
    const token = await issueToken(service, of, { status: 'revoked', endedAt: NOW })
    await ask(token)
    const { session, uses, activity, checks } = await rows(token.id)
    expect([session.allowedCount, session.deniedCount, uses, activity]).toEqual([0n, 0n, [], []])
    expect(checks).toMatchObject([{ active_count: 0n, inactive_count: 1n }])
  })

  it('records nothing for whom the token is not meant', async () => {
    const token = await issueToken(service, of)
    await service.post('/introspect', { token: token.jwt }, of.client.basic)
    const { session, checks } = await rows(token.id)
    expect([session.allowedCount, checks]).toEqual([0n, []])
  })
})
