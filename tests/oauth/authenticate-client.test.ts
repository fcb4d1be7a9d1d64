import { createHmac, randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId, toPublicId } from '@/lib/id'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import type { Endpoint } from '@/lib/oauth/endpoint'
import { findRoute } from '@/lib/oauth/routes'
import { at, NOW } from '@/tests/support/clock'
import { makeKey, type SigningKey, signJwt, startTestIssuer, type TestIssuer } from '@/tests/support/test-issuer'
import {
  addSecret,
  basic,
  createClient,
  createDelegation,
  type Delegation,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

vi.mock('@/lib/oauth/routes', async (original) => {
  const real = await original<typeof import('@/lib/oauth/routes')>()
  return { ...real, findRoute: vi.fn(real.findRoute) }
})

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const SECONDS = NOW.getTime() / 1000

/** Answers who is asking: the token endpoint as far as authentication. */
const whoami: Endpoint = async (asked) => ({ status: 200, body: await authenticateClient(asked) })

let service: TokenService
let delegation: Delegation
beforeAll(async () => {
  service = await startTokenService()
  delegation = await createDelegation()
})
afterAll(() => service.stop())
beforeEach(() => {
  service.clock.now = NOW
  vi.mocked(findRoute).mockImplementation((path) =>
    path === '/token' || path === '/introspect' ? { post: whoami, takes: 'form' } : undefined,
  )
})

const ask = (parameters: Parameters, headers: Record<string, string> = {}) =>
  service.post('/token', parameters, headers)

async function told(response: Response) {
  return { status: response.status, ...(await response.json()) }
}

async function expectUnproven(response: Response, hint = /did not prove itself/) {
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    error: 'invalid_client',
    error_description: expect.stringMatching(hint),
  })
}

describe('a secret', () => {
  it('proves a client, in the header or in the form, and tells all that endpoints need to know of it', async () => {
    const { client, resourceServer, agent, system, orgId } = delegation
    expect(await told(await ask({}, client.basic))).toEqual({
      status: 200,
      orgId,
      id: client.id,
      clientId: client.clientId,
      name: `client ${client.clientId}`,
      identityId: agent.id,
      authMethod: 'client_secret_basic',
      scopes: [],
      requiresDpop: false,
      signingAlg: 'ES256',
      systemIds: [],
      requestsPerMinute: null,
      claims: null,
    })
    const post = await told(await ask({ client_id: resourceServer.clientId, client_secret: resourceServer.secret }))
    expect(post).toMatchObject({ authMethod: 'client_secret_post', systemIds: [system.id] })
  })

  it('in the header is form-encoded first (RFC 6749 §2.3.1), and may come with the same client_id', async () => {
    const { client } = delegation
    const encoded = basic(client.clientId.replaceAll('_', '%5F'), client.secret.replaceAll('-', '%2D'))
    expect((await ask({ client_id: client.clientId }, encoded)).status).toBe(200)
    expect((await ask({ client_id: 'cli_another' }, client.basic)).status).toBe(400)
  })

  it('that is wrong, and a client that there is not, get the same answer', async () => {
    const { client } = delegation
    const unknown = toPublicId('client', newId(NOW))
    const answers = await Promise.all([
      ask({}, basic(client.clientId, 'wrong')),
      ask({}, basic(unknown, client.secret)),
      ask({}, basic('no id at all', client.secret)),
      ask({}, basic(client.clientId, '')),
      ask({}, basic(toPublicId('session', client.id), client.secret)),
    ])
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    }
    await expectUnproven(await ask({ client_id: unknown, client_secret: 'x' }))
  })

  it.each(['Basic', 'Basic !!!', `Basic ${btoa('nocolon')}`, `Basic ${btoa('%zz:%zz')}`, 'Bearer abc', 'basic Og=='])(
    'as %s is refused',
    async (authorization) => expectUnproven(await ask({}, { authorization })),
  )

  it('is one of several while it lives: not once revoked, nor once expired', async () => {
    const { access } = delegation
    const client = await createClient(access, { identityId: delegation.agent.id })
    await addSecret(access, client.id, 'second')
    await addSecret(access, client.id, 'third', { expiresAt: at('+1m') })
    const gone = await addSecret(access, client.id, 'fourth')
    for (const secret of [client.secret, 'second', 'third', 'fourth']) {
      expect((await ask({}, basic(client.clientId, secret))).status).toBe(200)
    }
    await access.db.clientSecret.updateMany({ where: { id: gone }, data: { revokedAt: NOW } })
    service.clock.now = at('+1m')
    for (const secret of ['third', 'fourth']) await expectUnproven(await ask({}, basic(client.clientId, secret)))
    expect((await ask({}, basic(client.clientId, 'second'))).status).toBe(200)
  })

  it('proves nothing for a client that is to use another method', async () => {
    const { access, agent } = delegation
    const client = await createClient(access, { identityId: agent.id, authMethods: ['client_secret_basic'] })
    expect((await ask({}, client.basic)).status).toBe(200)
    await expectUnproven(await ask({ client_id: client.clientId, client_secret: client.secret }))
  })
})

describe('a client', () => {
  it('that brings nothing, or two proofs at once, is refused', async () => {
    const { client } = delegation
    await expectUnproven(await ask({ client_id: client.clientId }))
    const assertion = { client_assertion_type: JWT_BEARER, client_assertion: 'a.b.c' }
    for (const response of [
      await ask({ client_secret: client.secret }, client.basic),
      await ask(assertion, client.basic),
      await ask({ client_id: client.clientId, client_secret: client.secret, ...assertion }),
      await ask({ client_assertion_type: JWT_BEARER, client_id: client.clientId }),
      await ask({ client_assertion: 'a.b.c', client_id: client.clientId }),
      await ask({ client_id: [client.clientId, client.clientId], client_secret: client.secret }),
    ]) {
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: 'invalid_request' })
    }
  })

  it('that is disabled is refused at its very next request, by every instance', async () => {
    const { access, agent } = delegation
    const client = await createClient(access, { identityId: agent.id })
    const other = await startTokenService()
    expect((await ask({}, client.basic)).status).toBe(200)
    expect((await other.post('/token', {}, client.basic)).status).toBe(200)
    await access.db.client.updateMany({ where: { id: client.id }, data: { status: 'disabled', disabledAt: NOW } })
    await expectUnproven(await ask({}, client.basic))
    await expectUnproven(await other.post('/token', {}, client.basic))
    await other.stop()
  })

  it('is told apart from others that ask at the same moment', async () => {
    const { access, agent } = delegation
    const clients = await Promise.all(Array.from({ length: 8 }, () => createClient(access, { identityId: agent.id })))
    const answers = await Promise.all([...clients, ...clients].map(({ basic }) => ask({}, basic).then(told)))
    expect(answers.map(({ id }) => id)).toEqual([...clients, ...clients].map(({ id }) => id))
  })

  it('that asks more often than it may is told when to come again, and nobody else is', async () => {
    const { access, agent } = delegation
    const client = await createClient(access, { identityId: agent.id, requestsPerMinute: 2 })
    const statuses = [await ask({}, client.basic), await service.post('/introspect', {}, client.basic)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200])
    const third = await ask({}, client.basic)
    expect(third.status).toBe(429)
    expect(third.headers.get('retry-after')).toBe('30')
    expect(await third.json()).toMatchObject({ error: 'slow_down' })
    expect((await ask({}, delegation.client.basic)).status).toBe(200)
    service.clock.now = at('+30s')
    expect((await ask({}, client.basic)).status).toBe(200)
  })

  it('was last seen at the time that is on record', async () => {
    const { access, agent } = delegation
    const client = await createClient(access, { identityId: agent.id })
    await ask({}, client.basic)
    await vi.waitFor(async () => {
      const row = await access.db.client.findFirstOrThrow({ where: { id: client.id } })
      expect(row.lastUsedAt).toEqual(NOW)
    })
  })
})

describe('an assertion by a key of its own (private_key_jwt)', () => {
  let key: SigningKey
  let client: Awaited<ReturnType<typeof createClient>>
  beforeAll(async () => {
    key = await makeKey('ES256', 'mine')
    const { access, agent } = delegation
    const jwks = { keys: [key.publicJwk] } as object
    client = await createClient(access, { identityId: agent.id, authMethods: ['private_key_jwt'], jwks })
  })

  const claims = (over: JWTPayload = {}): JWTPayload => ({
    ...{ iss: client.clientId, sub: client.clientId, aud: service.issuer, jti: randomUUID() },
    ...{ iat: SECONDS, exp: SECONDS + 60 },
    ...over,
  })
  const present = (assertion: string, rest: Parameters = {}) =>
    ask({ client_assertion_type: JWT_BEARER, client_assertion: assertion, ...rest })

  it('is taken as oauth4webapi makes it', async () => {
    const skew = Math.round((NOW.getTime() - Date.now()) / 1000)
    const server = { issuer: service.issuer, token_endpoint: `${service.url}/token` }
    const self = { client_id: client.clientId, [oauth.clockSkew]: skew }
    const auth = oauth.PrivateKeyJwt({ key: key.privateKey, kid: key.kid })
    const insecure = { [oauth.allowInsecureRequests]: true }
    const response = await oauth.clientCredentialsGrantRequest(server, self, auth, {}, insecure)
    expect(await told(response)).toMatchObject({ status: 200, id: client.id, authMethod: 'private_key_jwt' })
  })

  it('is taken with the type that rfc7523bis gives it, a list of one audience, and without a jti', async () => {
    const header = { typ: 'client-authentication+jwt' }
    expect((await present(await signJwt(key, claims(), header))).status).toBe(200)
    expect((await present(await signJwt(key, claims({ aud: [service.issuer] }), { typ: 'JWT' }))).status).toBe(200)
    const bare = await signJwt(key, claims({ jti: undefined }))
    expect((await present(bare, { client_id: client.clientId })).status).toBe(200)
    await expectUnproven(await present(bare), /used before/)
  })

  it('counts once, whichever instance sees it', async () => {
    const other = await startTokenService({ issuer: service.issuer })
    const assertion = await signJwt(key, claims())
    const form = { client_assertion_type: JWT_BEARER, client_assertion: assertion }
    const answers = await Promise.all([ask(form), other.post('/token', form), ask(form), other.post('/token', form)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
    await other.stop()
  })

  it.each([
    ['the address of the token endpoint as aud', () => ({ aud: `${service.issuer}/token` }), /its aud/],
    ['another audience besides', () => ({ aud: [service.issuer, 'https://other.example.com'] }), /its aud/],
    ['the issuer with a slash as aud', () => ({ aud: `${service.issuer}/` }), /its aud/],
    ['no aud', () => ({ aud: undefined }), /its aud/],
    ['no exp', () => ({ exp: undefined }), /exp/],
    ['an exp that is over', () => ({ exp: SECONDS - 61 }), /expired/],
    ['an exp more than five minutes ahead', () => ({ exp: SECONDS + 361 }), /five minutes/],
    ['an iat in the future', () => ({ iat: SECONDS + 61 }), /iat/],
    ['an nbf in the future', () => ({ nbf: SECONDS + 61 }), /./],
    ['a jti that is no text', () => ({ jti: 7 as unknown as string }), /jti/],
  ])('with %s is refused', async (_, over, hint) => {
    await expectUnproven(await present(await signJwt(key, claims(over()))), hint)
  })

  it('may be made by a clock that is a minute off', async () => {
    expect((await present(await signJwt(key, claims({ exp: SECONDS - 59 })))).status).toBe(200)
    const ahead = claims({ iat: SECONDS + 60, nbf: SECONDS + 60, exp: SECONDS + 360 })
    expect((await present(await signJwt(key, ahead))).status).toBe(200)
  })

  it('that anybody could have signed is refused: none, HS256 with the public key, a key that it brings, another type', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const none = `${encode({ alg: 'none' })}.${encode(claims())}.`
    await expectUnproven(await present(none), /its alg/)
    const input = `${encode({ alg: 'HS256', kid: 'mine' })}.${encode(claims())}`
    const publicKey = JSON.stringify(key.publicJwk)
    const hs256 = `${input}.${createHmac('sha256', publicKey).update(input).digest('base64url')}`
    await expectUnproven(await present(hs256), /its alg/)
    const own = await makeKey('ES256', 'mine')
    await expectUnproven(await present(await signJwt(own, claims(), { jwk: own.publicJwk })), /jwk/)
    await expectUnproven(await present(await signJwt(own, claims())))
    await expectUnproven(await present(await signJwt(key, claims(), { kid: 'yours' })))
    await expectUnproven(await present(await signJwt(key, claims(), { typ: 'dpop+jwt' })), /another type/)
    await expectUnproven(await present('not a jwt'), /no JWT/)
    await expectUnproven(await present('a.b.c'), /no JWT/)
  })

  it('says no more of a client that there is than of one that there is not', async () => {
    const unknown = toPublicId('client', newId(NOW))
    const other = await makeKey('ES256', 'mine')
    const answers = await Promise.all([
      present(await signJwt(other, claims({ iss: unknown, sub: unknown }))),
      present(await signJwt(other, claims())),
      present(await signJwt(key, claims({ iss: delegation.client.clientId, sub: delegation.client.clientId }))),
    ])
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
  })

  it('about another client than client_id is refused', async () => {
    const response = await present(await signJwt(key, claims()), { client_id: delegation.client.clientId })
    expect(response.status).toBe(400)
  })

  it('is verified by the keys at its jwks_uri, which may change', async () => {
    const keyServer = await startTestIssuer()
    const { access, agent } = delegation
    const rest = { authMethods: ['private_key_jwt'], jwksUri: `${keyServer.url}/keys` }
    const { clientId } = await createClient(access, { identityId: agent.id, ...rest })
    const own = () => claims({ iss: clientId, sub: clientId })
    const [first] = keyServer.keys as [SigningKey]
    expect((await present(await signJwt(first, own()))).status).toBe(200)
    const second = await makeKey('RS256')
    keyServer.keys = [second]
    service.clock.now = at('+30s')
    expect((await present(await signJwt(second, own()))).status).toBe(200)
    await keyServer.stop()
  })
})

describe('an ID token of a trusted issuer (workload federation)', () => {
  let issuer: TestIssuer
  let client: Awaited<ReturnType<typeof createClient>>
  const AUDIENCE = 'https://remit.example.com/acme'
  beforeAll(async () => {
    issuer = await startTestIssuer()
    const { access, agent } = delegation
    client = await createClient(access, { identityId: agent.id, authMethods: ['federated'] })
    await federate(client.id, { sub: ['repo:acme/shop:environment:production'], ref: ['refs/heads/*'] })
  })
  afterAll(() => issuer.stop())

  async function federate(clientId: string, conditions: Record<string, string[]>) {
    const { db, orgId } = delegation.access
    const known = await db.trustedIssuer.findFirst({ where: { orgId, issuer: issuer.url } })
    const issuerId = known?.id ?? newId(NOW)
    const row = { orgId, id: issuerId, issuer: issuer.url, name: 'CI', audiences: [], createdAt: NOW }
    if (!known) await db.trustedIssuer.create({ data: row })
    const rest = { issuerId, audience: AUDIENCE, conditions, createdAt: NOW }
    await db.clientFederation.create({ data: { orgId, id: newId(NOW), clientId, ...rest } })
  }

  const claims = (over: JWTPayload = {}): JWTPayload => ({
    ...{ sub: 'repo:acme/shop:environment:production', aud: AUDIENCE, ref: 'refs/heads/main', run_id: '7' },
    ...{ iat: SECONDS, exp: SECONDS + 600 },
    ...over,
  })
  const present = (token: string, clientId: string | null = client.clientId) =>
    ask({
      client_assertion_type: JWT_BEARER,
      client_assertion: token,
      ...(clientId === null ? {} : { client_id: clientId }),
    })

  it('is the client whose conditions it meets, as often as it is shown while it lasts, and its claims are told', async () => {
    const token = await issuer.sign(claims(), { typ: 'JWT' })
    expect(await told(await present(token))).toMatchObject({
      ...{ status: 200, id: client.id, authMethod: 'federated' },
      claims: { run_id: '7', ref: 'refs/heads/main' },
    })
    expect((await present(token)).status).toBe(200)
    service.clock.now = at('+11m')
    await expectUnproven(await present(token), /expired/)
  })

  it.each([
    ['another subject', { sub: 'repo:acme/shop:pull_request' }, /claims/],
    ['a claim that fits no pattern', { ref: 'refs/tags/v1' }, /claims/],
    ['a claim missing', { ref: undefined }, /claims/],
    ['another audience', { aud: 'sts.amazonaws.com' }, /audience/],
    ['an iat in the future', { iat: SECONDS + 61 }, /iat/],
    ['an nbf in the future', { nbf: SECONDS + 61 }, /nbf/],
    ['no exp', { exp: undefined }, /exp/],
  ])('with %s is refused', async (_, over, hint) => {
    await expectUnproven(await present(await issuer.sign(claims(over))), hint)
  })

  it('does not say by itself which client it is', async () => {
    expect((await present(await issuer.sign(claims()), null)).status).toBe(400)
  })

  it('of an issuer that is not trusted, or no more, proves nothing; nor does one that somebody else signed', async () => {
    const stranger = await startTestIssuer()
    await expectUnproven(await present(await stranger.sign(claims())))
    await expectUnproven(await present(await issuer.sign({ ...claims(), iss: stranger.url })))
    await expectUnproven(await present(await issuer.sign(claims(), {}, await makeKey())), /its key/)
    await stranger.stop()
    const { db, orgId } = delegation.access
    const where = { orgId, issuer: issuer.url }
    await db.trustedIssuer.updateMany({ where, data: { status: 'disabled' } })
    await expectUnproven(await present(await issuer.sign(claims())))
    await db.trustedIssuer.updateMany({ where, data: { status: 'active' } })
  })

  it('proves nothing for a client that has no federation, or one without conditions', async () => {
    const { access, agent } = delegation
    await expectUnproven(await present(await issuer.sign(claims()), delegation.client.clientId))
    const careless = await createClient(access, { identityId: agent.id, authMethods: ['federated'] })
    await federate(careless.id, {})
    await expectUnproven(await present(await issuer.sign(claims()), careless.clientId), /claims/)
  })
})
