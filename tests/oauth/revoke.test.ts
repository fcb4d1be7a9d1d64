import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
