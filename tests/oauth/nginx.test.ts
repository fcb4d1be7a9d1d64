import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW } from '@/tests/support/clock'
import { issueToken } from '@/tests/support/issued-token'
import { type EnforcementPoint, isInstalled, startSystem } from '@/tests/support/run-enforcement-point'
import { NGINX, runNginx } from '@/tests/support/run-nginx'
import {
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

describe.skipIf(!isInstalled(NGINX))('nginx, as public/examples/nginx.conf sets it up', () => {
  let service: TokenService
  let of: Delegation
  let nginx: EnforcementPoint
  let system: Awaited<ReturnType<typeof startSystem>>

  /** The example as it is, for a system that asks for `permission`. */
  const startNginx = (permission = '', { url } = service) =>
    runNginx({ tokenService: new URL(url).host, systemPort: system.port, ...of.resourceServer, permission })

  beforeAll(async () => {
    service = await startTokenService()
    of = await createDelegation()
    system = await startSystem()
    nginx = await startNginx()
  })
  afterAll(async () => {
    await nginx.stop()
    system.server.close()
    await service.stop()
  })

  const call = (authorization: string, at = nginx) => fetch(at.url, { headers: { authorization } })

  it('lets through with who it is, refuses at the next request after the token was given back', async () => {
    const token = await issueToken(service, of)
    const admitted = await call(`Bearer ${token.jwt}`)
    expect(admitted.status).toBe(200)
    const seen = await admitted.json()
    expect(seen).toMatchObject({ 'x-remit-session': token.publicId, 'x-remit-actor': of.agent.publicId })
    expect(seen.authorization).toBeUndefined()
    await service.post('/revoke', { token: token.jwt }, of.client.basic)
    const refused = await call(`Bearer ${token.jwt}`)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toMatch(/error="invalid_token"/)
  })

  it('refuses whoever brings nothing, or tries to add to the question', async () => {
    const token = await issueToken(service, of, { claims: { cnf: { jkt: 'thumbprint' } } })
    const nothing = await fetch(nginx.url)
    expect([nothing.status, nothing.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Remit"'])
    for (const header of ['Basic eDp5', 'Bearer', `Bearer ${token.jwt}&token_type=DPoP`, `Bearer ${token.jwt}`]) {
      expect((await call(header)).status, header.slice(0, 20)).toBe(401)
    }
    const forged = await fetch(nginx.url, { headers: { 'x-remit-principal': 'idn_forged' } })
    expect(forged.status).toBe(401)
    expect((await fetch(`${nginx.url}/_remit`)).status).not.toBe(204)
  })

  it('asks for the permission that it is told to', async () => {
    const [reader, writer] = [await startNginx('case:read'), await startNginx('case:write')]
    const token = await issueToken(service, of)
    expect((await call(`Bearer ${token.jwt}`, reader)).status).toBe(200)
    expect((await call(`Bearer ${token.jwt}`, writer)).status).toBe(403)
    await Promise.all([reader.stop(), writer.stop()])
  })

  it('is closed when the token service is gone', async () => {
    const gone = await startTokenService({ clock: { now: NOW }, issuer: service.issuer })
    const orphan = await startNginx('', gone)
    const token = await issueToken(service, of)
    expect((await call(`Bearer ${token.jwt}`, orphan)).status).toBe(200)
    await gone.stop()
    expect((await call(`Bearer ${token.jwt}`, orphan)).status).toBe(500)
    await orphan.stop()
  })
})
