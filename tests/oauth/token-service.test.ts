import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDelegation, startTokenService, type TokenService } from '@/tests/support/token-service-fixture'

let service: TokenService
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())

describe('metadata', () => {
  it('is the same under both names, and its issuer is the address it was asked at', async () => {
    const [oauth, openid] = await Promise.all(
      ['oauth-authorization-server', 'openid-configuration'].map((name) => service.get(`/.well-known/${name}`)),
    )
    expect(oauth.status).toBe(200)
    const metadata = await oauth.json()
    expect(metadata).toMatchObject({ issuer: service.url, token_endpoint: `${service.url}/token` })
    expect(await openid.json()).toEqual(metadata)
  })
})
it('x', async () => { await createDelegation() })
