import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { flushUses } from '@/lib/oauth/use-recorder'
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

const ask = async (parameters: Record<string, string>, by = of.resourceServer) => {
  const response = await service.post('/forward-auth', parameters, by.basic)
  return { status: response.status, headers: response.headers, body: await response.text() }
}
const INVALID = /^Bearer .*error="invalid_token"/

describe('forward-auth', () => {
  it('lets through with nothing but headers that say who', async () => {
    for (const sent of [token.jwt, `Bearer ${token.jwt}`]) {
      const { status, headers, body } = await ask({ token: sent, permission: 'case:read' })
      expect([status, body]).toEqual([204, ''])
      expect(headers.get('content-length')).toBeNull()
      expect(headers.get('x-remit-session')).toBe(token.publicId)
      expect(headers.get('x-remit-principal')).toBe(of.principal.publicId)
      expect(headers.get('x-remit-actor')).toBe(of.agent.publicId)
      expect(headers.get('x-remit-scope')).toBe('case:list case:read')
    }
  })

  it('says 401 without an error to whoever brings no token, and with one to whoever brings a bad one', async () => {
    const none = await ask({ permission: 'case:read' })
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Remit"'])
    const over = await issueToken(service, of, { status: 'revoked', endedAt: new Date() })
    for (const bad of ['garbage', 'Bearer', over.jwt]) {
      const answer = await ask({ token: bad })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(INVALID)
    }
  })

  it('says 403 for what the token does not allow', async () => {
    const claims = { authorization_details: [{ type: 'tenant_access', tenants: ['acme'] }] }
    const limited = await issueToken(service, of, { claims })
    const wishes: Record<string, string>[] = [
      { permission: 'case:write' },
      { tenant: 'other' },
      { system: 'elsewhere' },
    ]
    for (const wish of wishes) {
      const answer = await ask({ token: limited.jwt, ...wish })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('www-authenticate')).toMatch(/error="insufficient_scope"/)
    }
    expect((await ask({ token: limited.jwt, tenant: 'acme', permission: 'case:read' })).status).toBe(204)
  })

  it('fails closed, and goes on, where an answer cannot be sent', async () => {
    const odd = await issueToken(service, of, { scope: '\u8aad' })
    await expect(ask({ token: odd.jwt })).rejects.toThrow()
    expect((await ask({ token: token.jwt })).status).toBe(204)
  })

  it('takes a bound token only from a gateway that has checked its proof', async () => {
    const bound = await issueToken(service, of, { claims: { cnf: { jkt: 'thumbprint' } } })
    expect((await ask({ token: bound.jwt })).status).toBe(401)
    expect((await ask({ token: bound.jwt, token_type: 'DPoP' })).status).toBe(204)
  })

  it('is for resource servers of the system, who have to prove themselves', async () => {
    const elsewhere = await of.access.system()
    const other = await createClient(of.access, { identityId: of.gateway.id, systemIds: [elsewhere.id] })
    for (const by of [other, of.client]) expect((await ask({ token: token.jwt }, by)).status).toBe(401)
    const unproven = await service.post('/forward-auth', { token: token.jwt })
    expect([unproven.status, (await unproven.json()).error]).toEqual([401, 'invalid_client'])
  })

  it('records what it was asked for', async () => {
    await ask({ token: token.jwt, permission: 'case:read' })
    await ask({ token: token.jwt, permission: 'case:write' })
    await flushUses()
    const uses = await of.access.db.delegatedSessionUse.findMany({
      where: { sessionId: token.id },
      orderBy: { permission: 'asc' },
    })
    expect(uses.map(({ allowedCount, deniedCount }) => [allowedCount, deniedCount])).toEqual([
      [1n, 0n],
      [0n, 1n],
    ])
  })
})
