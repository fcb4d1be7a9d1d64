import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOW } from '@/tests/support/clock'
import { createIssuer, EXCHANGE, ID_TOKEN } from '@/tests/support/exchange-fixture'
import {
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
let of: Delegation
let subjectToken: string
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let jwk: JWK

beforeAll(async () => {
  service = await startTokenService()
  of = await createDelegation()
  const issuer = await createIssuer(of.access)
  await issuer.link('ines', of.principal.id)
  subjectToken = await issuer.sign({ sub: 'ines' })
  keys = await generateKeyPair('ES256', { extractable: true })
  jwk = await exportJWK(keys.publicKey)
})
afterAll(() => service.stop())

const seconds = NOW.getTime() / 1000
const claims = () => ({ jti: randomUUID(), htm: 'POST', htu: `${service.issuer}/token`, iat: seconds })

function prove(over: JWTPayload = {}, header: object = {}): Promise<string> {
  return new SignJWT({ ...claims(), ...over })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })
    .sign(keys.privateKey)
}

async function ask(...proofs: string[]) {
  const parameters = { grant_type: EXCHANGE, subject_token: subjectToken, subject_token_type: ID_TOKEN }
  const headers = new Headers({ ...of.client.basic, 'content-type': 'application/x-www-form-urlencoded' })
  for (const proof of proofs) headers.append('dpop', proof)
  const body = new URLSearchParams(parameters).toString()
  const response = await fetch(`${service.url}/token`, { method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}

describe('a DPoP proof', () => {
  it('that holds gives a token of type DPoP', async () => {
    expect(await ask(await prove())).toMatchObject({ status: 200, body: { token_type: 'DPoP' } })
  })

  it('may be some seconds off, and its htu may have a query', async () => {
    for (const over of [{ iat: seconds - 59 }, { iat: seconds + 59 }, { htu: `${service.issuer}/token?a=b#c` }])
      expect((await ask(await prove(over))).status).toBe(200)
  })

  it.each<[string, () => Promise<string[]>]>([
    ['that is garbage', async () => ['garbage']],
    ['sent twice', async () => [await prove(), await prove()]],
    ['of another type', async () => [await prove({}, { typ: 'JWT' })]],
    ['for another method', async () => [await prove({ htm: 'GET' })]],
    ['for another address', async () => [await prove({ htu: `${service.issuer}/revoke` })]],
    ['for another host', async () => [await prove({ htu: 'https://evil.example.com/token' })]],
    ['without an address', async () => [await prove({ htu: undefined })]],
    ['that is old', async () => [await prove({ iat: seconds - 61 })]],
    ['of the future', async () => [await prove({ iat: seconds + 61 })]],
    ['without a time', async () => [await prove({ iat: undefined })]],
    ['without a jti', async () => [await prove({ jti: undefined })]],
    ['with a private key in its header', async () => [await prove({}, { jwk: await exportJWK(keys.privateKey) })]],
    [
      'with the key of somebody else in its header',
      async () => [await prove({}, { jwk: await exportJWK((await generateKeyPair('ES256')).publicKey) })],
    ],
    [
      'under a shared secret',
      async () => {
        const secret = Buffer.alloc(32, 1)
        const oct = { kty: 'oct', k: secret.toString('base64url') }
        const header = { typ: 'dpop+jwt', alg: 'HS256', jwk: oct }
        return [await new SignJWT(claims()).setProtectedHeader(header).sign(secret)]
      },
    ],
    [
      'with no signature',
      async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        return [`${part({ typ: 'dpop+jwt', alg: 'none', jwk })}.${part(claims())}.`]
      },
    ],
  ])('%s is refused', async (_, proofs) => {
    expect(await ask(...(await proofs()))).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
  })

  it('counts once, on every instance', async () => {
    const another = await startTokenService({ issuer: service.issuer })
    const proof = await prove()
    expect((await ask(proof)).status).toBe(200)
    expect(await ask(proof)).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
    const parameters = { grant_type: EXCHANGE, subject_token: subjectToken, subject_token_type: ID_TOKEN }
    const elsewhere = await another.post('/token', parameters, { ...of.client.basic, dpop: proof })
    expect(await elsewhere.json()).toMatchObject({ error: 'invalid_dpop_proof' })
    await another.stop()
  })
})
