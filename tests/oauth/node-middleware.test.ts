import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { type IssuedToken, issueToken } from '@/tests/support/issued-token'
import {
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

const clock = { now: NOW }
let service: TokenService
let of: Delegation
let token: IssuedToken
beforeAll(async () => {
  service = await startTokenService({ clock })
})
afterAll(() => service.stop())
beforeEach(async () => {
  clock.now = NOW
  of = await createDelegation()
  token = await issueToken(service, of)
})

/** The example, in front of a handler. */
async function middleware(issuer = service.issuer, organisation = toPublicId('organisation', of.orgId)) {
  const { remit } = await import(new URL('../../public/examples/node-middleware.mjs', import.meta.url).href)
  const check = remit({ issuer, organisation, audience: of.system.resourceUri, now: () => clock.now })
  return async (jwt: string): Promise<number> => {
    let status = 0
    const response = { writeHead: (code: number) => ({ end: () => (status = code) }) }
    await check({ headers: { authorization: `Bearer ${jwt}` } }, response, () => (status = 200))
    return status
  }
}

describe('public/examples/node-middleware.mjs', () => {
  it('lets through a good token, and refuses a revoked one once its list is read again', async () => {
    const ask = await middleware()
    expect(await ask(token.jwt)).toBe(200)
    await service.post('/revoke', { token: token.jwt }, of.client.basic)
    clock.now = at('+35s')
    expect(await ask(token.jwt)).toBe(401)
  })

  it('refuses a token of another organisation whose system bears the same name', async () => {
    const ask = await middleware(service.issuer, toPublicId('organisation', (await createDelegation()).orgId))
    expect(await ask(token.jwt)).toBe(401)
  })

  it('goes by what it knows until then', async () => {
    const ask = await middleware()
    expect(await ask(token.jwt)).toBe(200)
    await service.post('/revoke', { token: token.jwt }, of.client.basic)
    clock.now = at('+29s')
    expect(await ask(token.jwt)).toBe(200)
  })

  it('is closed once its list is too old and there is no other to be had', async () => {
    const own = await startTokenService({ clock })
    const theirs = await issueToken(own, of)
    const ask = await middleware(own.issuer)
    expect(await ask(theirs.jwt)).toBe(200)
    await own.stop()
    expect(await ask(theirs.jwt)).toBe(200)
    clock.now = at('+30s')
    expect(await ask(theirs.jwt)).toBe(401)
  })

  it('refuses what is not for it, what has run out, what is bound to a key, and garbage', async () => {
    const ask = await middleware()
    const other = await issueToken(service, of, { claims: { aud: 'https://elsewhere.example' } })
    const bound = await issueToken(service, of, { claims: { cnf: { jkt: 'thumbprint' } } })
    const locked = await issueToken(service, of, { status: 'locked', lockedUntil: at('+10m') })
    clock.now = at('+6s')
    for (const jwt of [other.jwt, bound.jwt, locked.jwt, '', 'garbage', `${token.jwt}x`])
      expect(await ask(jwt)).toBe(401)
    clock.now = at('+2h')
    expect(await ask(token.jwt)).toBe(401)
  })

  it('has no more lines than a reader will read', async () => {
    const { readFileSync } = await import('node:fs')
    const text = readFileSync(new URL('../../public/examples/node-middleware.mjs', import.meta.url), 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  })
})
