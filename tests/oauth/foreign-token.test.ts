import { createHmac } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import type { JWTPayload } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '@/lib/id'
import { verifyForeignToken } from '@/lib/oauth/foreign-token'
import { openService } from '@/lib/oauth/open-service'
import { fetchJson } from '@/lib/outbound/guarded-fetch'
import { isPublicAddress } from '@/lib/outbound/public-address'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'
import { makeKey, type SigningKey, startTestIssuer, type TestIssuer } from '@/tests/support/test-issuer'
import { SECRET } from '@/tests/support/token-service-fixture'

const SECONDS = NOW.getTime() / 1000
const ISSUER = 'http://localhost:3001'

let access: Access
let issuer: TestIssuer
beforeAll(async () => {
  access = await createAccess()
})
beforeEach(async () => {
  issuer = await startTestIssuer()
})
afterEach(() => issuer.stop())

const openFor = (url = ISSUER) => openService({ issuer: url, remitUrl: url, secret: SECRET, clock: () => NOW })

async function trust(over: Record<string, unknown> = {}) {
  const row = { orgId: access.orgId, id: newId(NOW), issuer: issuer.url, name: 'Workforce', createdAt: NOW }
  await access.db.trustedIssuer.create({ data: { ...row, audiences: ['remit'], identifyBy: 'email', ...over } })
  return row.id
}

const claims = (over: JWTPayload = {}): JWTPayload => ({
  ...{ sub: 'ines', aud: 'remit', iat: SECONDS, exp: SECONDS + 600 },
  ...over,
})

type Opened = Awaited<ReturnType<typeof openFor>>
const verify = (service: Opened, token: string, now = NOW, orgId = access.orgId) =>
  verifyForeignToken(service, orgId, token, now, {})
const refusal = (hint: RegExp) =>
  expect.objectContaining({ code: 'invalid_request', status: 400, message: expect.stringMatching(hint) })

describe('a token of a trusted issuer', () => {
  it('tells who issued it, to whom, until when; its keys are found by discovery', async () => {
    const issuerId = await trust()
    const service = await openFor()
    for (const typ of ['JWT', 'at+jwt', 'application/at+jwt', undefined]) {
      expect(await verify(service, await issuer.sign(claims(), typ ? { typ } : {}))).toEqual({
        ...{ issuerId, issuer: issuer.url, identifyBy: 'email', expiresAt: at('+10m') },
        claims: expect.objectContaining({ sub: 'ines' }),
      })
    }
    expect(issuer.hits).toEqual({ discovery: 1, jwks: 1 })
  })

  it('is taken for the audiences agreed, for this service, and for those its endpoint adds', async () => {
    await trust()
    const service = await openFor()
    await verify(service, await issuer.sign(claims({ aud: ['somebody', ISSUER] })))
    const token = await issuer.sign(claims({ aud: 'ticketing' }))
    await expect(verify(service, token)).rejects.toEqual(refusal(/another audience/))
    await verifyForeignToken(service, access.orgId, token, NOW, { audiences: ['ticketing'] })
  })

  it.each([
    ['expired', { exp: SECONDS - 61 }, /expired/],
    ['without exp', { exp: undefined }, /exp/],
    ['not valid yet', { nbf: SECONDS + 61 }, /nbf/],
    ['from the future', { iat: SECONDS + 61 }, /iat/],
    ['for nobody', { aud: undefined }, /audience/],
  ])('%s is refused', async (_, over, hint) => {
    await trust()
    await expect(verify(await openFor(), await issuer.sign(claims(over)))).rejects.toEqual(refusal(hint))
  })

  it('may be off by a minute', async () => {
    await trust()
    const service = await openFor()
    await verify(service, await issuer.sign(claims({ exp: SECONDS - 59 })))
    await verify(service, await issuer.sign(claims({ iat: SECONDS + 60, nbf: SECONDS + 60 })))
  })

  it('that anybody could have made is refused', async () => {
    await trust()
    const service = await openFor()
    const [key] = issuer.keys as [SigningKey]
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = encode({ ...claims(), iss: issuer.url })
    await expect(verify(service, `${encode({ alg: 'none' })}.${body}.`)).rejects.toEqual(refusal(/alg/))
    const input = `${encode({ alg: 'HS256', kid: key.kid })}.${body}`
    const mac = createHmac('sha256', JSON.stringify(key.publicJwk)).update(input).digest('base64url')
    await expect(verify(service, `${input}.${mac}`)).rejects.toEqual(refusal(/alg/))
    const own = await makeKey()
    const forged = [
      await issuer.sign(claims(), {}, own),
      await issuer.sign(claims(), { kid: key.kid }, own),
      await issuer.sign(claims(), { jwk: own.publicJwk }, own),
      await issuer.sign(claims(), { jku: 'https://evil.example.com/keys' }, own),
      'garbage',
      '',
      `${encode({ alg: 'ES256' })}.${encode([])}.x`,
    ]
    for (const token of forged) await expect(verify(service, token)).rejects.toEqual(refusal(/does not hold/))
  })

  it('of another kind, such as a DPoP proof or a security event, is refused', async () => {
    await trust()
    const service = await openFor()
    for (const typ of ['dpop+jwt', 'secevent+jwt', 'statuslist+jwt', 'logout+jwt', 'token-introspection+jwt']) {
      await expect(verify(service, await issuer.sign(claims(), { typ }))).rejects.toEqual(refusal(/another type/))
    }
  })

  it('is refused for an organisation that does not trust the issuer, or does no more', async () => {
    const id = await trust()
    const service = await openFor()
    const token = await issuer.sign(claims())
    const stranger = await createAccess()
    await expect(verify(service, token, NOW, stranger.orgId)).rejects.toEqual(refusal(/trusted/))
    await access.db.trustedIssuer.updateMany({ where: { id }, data: { status: 'disabled' } })
    await expect(verify(service, token)).rejects.toEqual(refusal(/trusted/))
  })

  it('may be signed by a key that is new, which is looked for at most every 30 s', async () => {
    await trust({ jwksUri: `${issuer.url}/keys` })
    const service = await openFor()
    await verify(service, await issuer.sign(claims()))
    const fresh = await makeKey('RS256')
    const token = await issuer.sign(claims(), {}, fresh)
    issuer.keys.push(fresh)
    for (let times = 0; times < 3; times++)
      await expect(verify(service, token, at('+29s'))).rejects.toEqual(refusal(/key/))
    expect(issuer.hits).toEqual({ discovery: 0, jwks: 1 })
    await verify(service, token, at('+30s'))
    expect(issuer.hits.jwks).toBe(2)
  })

  it('is believed no longer than five minutes after its key was taken away', async () => {
    await trust()
    const service = await openFor()
    const token = await issuer.sign(claims())
    await verify(service, token)
    issuer.keys = [await makeKey()]
    await expect(verify(service, token, at('+5m'))).rejects.toEqual(refusal(/key/))
  })

  it('needs no network where the keys were given', async () => {
    const [key] = issuer.keys as [SigningKey]
    await trust({ jwks: { keys: [key.publicJwk] } })
    await verify(await openFor('https://remit.example.com'), await issuer.sign(claims({ aud: 'remit' })))
    expect(issuer.hits).toEqual({ discovery: 0, jwks: 0 })
  })

  it('cannot be judged while the keys cannot be read: 503, asked for again after half a minute', async () => {
    await trust()
    const service = await openFor()
    const token = await issuer.sign(claims())
    let asked = 0
    issuer.answer = (_, response) => {
      asked++
      response.writeHead(500).end()
    }
    const unavailable = expect.objectContaining({
      code: 'temporarily_unavailable',
      status: 503,
      headers: { 'retry-after': '30' },
    })
    await expect(verify(service, token)).rejects.toEqual(unavailable)
    const once = asked
    await expect(verify(service, token, at('+29s'))).rejects.toEqual(unavailable)
    expect(asked).toBe(once)
    issuer.answer = null
    await verify(service, token, at('+30s'))
  })

  it('is refused where what is found under the issuer is about another one', async () => {
    await trust()
    issuer.answer = (_, response) =>
      response.end(JSON.stringify({ issuer: 'https://evil.example.com', jwks_uri: `${issuer.url}/keys` }))
    await expect(verify(await openFor(), await issuer.sign(claims()))).rejects.toThrow(/another issuer/)
  })
})

describe('the guard of what is fetched', () => {
  const local = { isLocal: true }
  const pretend = (address: string) =>
    ((_: string, __: unknown, callback: (error: null, found: LookupAddress[]) => void) =>
      callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])) as never

  it('asks this machine only where the installation itself is on it', async () => {
    expect(await fetchJson(`${issuer.url}/keys`, local)).toHaveProperty('keys')
    const guard = { isLocal: false }
    await expect(fetchJson(`${issuer.url}/keys`, guard)).rejects.toThrow(/not https/)
    await expect(fetchJson('https://127.0.0.1/keys', guard)).rejects.toThrow(/not a public one/)
    await expect(fetchJson('https://[::1]/keys', guard)).rejects.toThrow(/not a public one/)
    await expect(fetchJson('https://localhost/keys', guard)).rejects.toThrow(/not a public one/)
  })

  it.each(['10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', 'fd00::1', 'fe80::1'])(
    'never connects to %s, by whatever name',
    // The name is localhost, because tests may call out nothing else; what it stands for is pretended.
    async (address) => {
      for (const isLocal of [true, false]) {
        const guard = { isLocal, lookup: pretend(address) }
        await expect(fetchJson('https://localhost/keys', guard)).rejects.toThrow(/not a public one/)
        const literal = `https://${address.includes(':') ? `[${address}]` : address}/keys`
        await expect(fetchJson(literal, guard)).rejects.toThrow(/not a public one/)
      }
    },
  )

  it('knows the internet from what is not', () => {
    for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111']) expect(isPublicAddress(address)).toBe(true)
    const others = [
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      '::',
      'ff02::1',
      '255.255.255.255',
      '224.0.0.1',
      'x',
    ]
    for (const address of others) expect(isPublicAddress(address), address).toBe(false)
  })

  it('is not led elsewhere: no redirect, no other scheme, no password', async () => {
    issuer.answer = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    await expect(fetchJson(issuer.url, local)).rejects.toThrow(/status 302/)
    await expect(fetchJson('file:///etc/passwd', local)).rejects.toThrow(/not https/)
    await expect(fetchJson('https://a:b@example.com/', local)).rejects.toThrow(/not https/)
    await expect(fetchJson('http://example.com/', local)).rejects.toThrow(/not https/)
  })

  it('does not take more than 256 KB, nor wait longer than 3 s, nor for JSON that is none', async () => {
    issuer.answer = (_, response) => response.end(JSON.stringify('x'.repeat(300_000)))
    await expect(fetchJson(issuer.url, local)).rejects.toThrow(/256 KB/)
    issuer.answer = (_, response) => response.end('<html>')
    await expect(fetchJson(issuer.url, local)).rejects.toThrow(/JSON/)
    issuer.answer = (_, response) => response.writeHead(200).write('{')
    await expect(fetchJson(issuer.url, local)).rejects.toThrow(/within 3 s/)
  })
})
