import { createHash, randomUUID } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromPublicId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import {
  ACCESS_TOKEN,
  claimsOf,
  createIssuer,
  EXCHANGE,
  type HopBounds,
  ID_TOKEN,
  type Issuer,
  JWT,
  nextHop,
  type Told,
  tokenClient,
} from '@/tests/support/exchange-fixture'
import {
  createClient,
  createDelegation,
  type Delegation,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
let of: Delegation
let issuer: Issuer
let subject: Parameters

beforeAll(async () => {
  service = await startTokenService()
  of = await createDelegation()
  issuer = await createIssuer(of.access)
  await issuer.link('ines', of.principal.id)
  subject = { subject_token: await issuer.sign({ sub: 'ines' }), subject_token_type: ID_TOKEN }
})
afterAll(() => service.stop())

const agent = () => tokenClient(service, of.client)
const refusal = ({ status, body }: Told) => [status, body.error]
const sessions = () => of.access.db.delegatedSession.count({ where: { orgId: of.orgId } })
const attempts = () => of.access.db.delegationAttempt.findMany({ where: { orgId: of.orgId } })
const without = (parameters: Parameters, ...names: string[]) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)))

describe('an exchange', () => {
  it('gives a signed JWT access token that says for whom, by whom, on what and until when', async () => {
    const told = await agent().take({ ...subject, audience: of.system.key, scope: 'case:read', ttl: '600' })
    expect(told).toMatchObject({
      issued_token_type: ACCESS_TOKEN,
      token_type: 'bearer',
      expires_in: 600,
      scope: 'case:read',
    })
    expect(told).not.toHaveProperty('refresh_token')
    const keys = createLocalJWKSet((await (await service.get('/jwks')).json()) as JSONWebKeySet)
    const { payload, protectedHeader } = await jwtVerify(String(told.access_token), keys, { currentDate: NOW })
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'ES256' })
    const iat = NOW.getTime() / 1000
    expect(payload).toEqual({
      iss: service.issuer,
      sub: of.principal.publicId,
      aud: of.system.key,
      client_id: of.client.clientId,
      jti: told.session,
      org_id: expect.stringMatching(/^org_/),
      grant_id: of.grant.publicId,
      iat,
      exp: iat + 600,
      scope: 'case:read',
      act: { sub: of.agent.publicId },
      status: { status_list: { idx: expect.any(Number), uri: expect.stringContaining(service.issuer) } },
    })
  })

  it('is committed with its audit event and the digest of its token before it is answered', async () => {
    const { access_token, session } = await agent().take({ ...subject, resource: of.system.resourceUri })
    const id = fromPublicId('session', String(session))
    const row = await of.access.db.delegatedSession.findFirstOrThrow({ where: { orgId: of.orgId, id } })
    expect(row).toMatchObject({ status: 'active', grantId: of.grant.id, method: 'token-exchange' })
    expect(row.tokenClaims).toEqual(claimsOf(access_token))
    const digest = createHash('sha256').update(String(access_token)).digest('hex')
    expect(Buffer.from(row.tokenSha256 ?? []).toString('hex')).toBe(digest)
    const event = { orgId: of.orgId, action: 'session.issued', subjectId: row.id }
    expect(await of.access.db.auditEvent.count({ where: event })).toBe(1)
  })

  it('always says the scope, and gives all that there is in common where none is asked (T8)', async () => {
    const told = await agent().take({ ...subject, audience: of.system.resourceUri })
    expect(told.scope).toBe('case:list case:read')
  })

  it('must not be stored on the way (T11)', async () => {
    const { headers } = await agent().ask({ ...subject, audience: of.system.key })
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('never outlives the subject token', async () => {
    const short = await issuer.sign({ sub: 'ines', exp: NOW.getTime() / 1000 + 120 })
    const told = await agent().take({ ...subject, subject_token: short })
    expect(told.expires_in).toBe(120)
  })

  it('takes a resource server that can only verify RS256 into account', async () => {
    const other = await createDelegation()
    const trusted = await createIssuer(other.access)
    await trusted.link('ines', other.principal.id)
    const { gateway, system, access } = other
    await createClient(access, { identityId: gateway.id, systemIds: [system.id], signingAlg: 'RS256' })
    const token = await trusted.sign({ sub: 'ines' })
    const told = await tokenClient(service, other.client).take({ subject_token: token, subject_token_type: JWT })
    const [header = ''] = String(told.access_token).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'RS256' })
  })
})

describe('the request', () => {
  const wrong: [string, () => Parameters, string][] = [
    ['actor_token_type alone (T1)', () => ({ ...subject, actor_token_type: JWT }), 'invalid_request'],
    ['actor_token without its type', () => ({ ...subject, actor_token: 'a.b.c' }), 'invalid_request'],
    ['subject_token twice (T2)', () => ({ ...subject, subject_token: ['a.b.c', 'a.b.c'] }), 'invalid_request'],
    ['scope twice', () => ({ ...subject, scope: ['case:read', 'case:list'] }), 'invalid_request'],
    ['an unknown parameter twice', () => ({ ...subject, whatever: ['1', '2'] }), 'invalid_request'],
    ['a resource with a fragment (T3)', () => ({ ...subject, resource: 'https://a.example.com/#x' }), 'invalid_target'],
    ['a resource that is not absolute', () => ({ ...subject, resource: '/api' }), 'invalid_target'],
    ['no subject_token', () => without(subject, 'subject_token'), 'invalid_request'],
    ['no subject_token_type', () => without(subject, 'subject_token_type'), 'invalid_request'],
    [
      'a type of token that is not taken',
      () => ({ ...subject, subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }),
      'invalid_request',
    ],
    [
      'a type of token that is not given',
      () => ({ ...subject, requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }),
      'invalid_request',
    ],
    ['a system that nobody granted', () => ({ ...subject, audience: 'elsewhere' }), 'invalid_target'],
    [
      'one target granted and one not',
      () => ({ ...subject, audience: [of.system.key, 'elsewhere'] }),
      'invalid_target',
    ],
    ['a scope that is not granted (T6)', () => ({ ...subject, scope: 'case:read case:write' }), 'invalid_scope'],
    ['a malformed scope', () => ({ ...subject, scope: 'case:read  case:list' }), 'invalid_scope'],
    ['longer than the grant allows', () => ({ ...subject, ttl: '3601' }), 'invalid_request'],
    ['a lifetime that is none', () => ({ ...subject, ttl: '-1' }), 'invalid_request'],
    [
      'details of an unknown type',
      () => ({ ...subject, authorization_details: '[{"type":"payment"}]' }),
      'invalid_authorization_details',
    ],
    ['details that are not JSON', () => ({ ...subject, authorization_details: '{' }), 'invalid_authorization_details'],
    ['a grant_id that is none', () => ({ ...subject, grant_id: 'grt_1' }), 'invalid_request'],
    ['a session_request that is none', () => ({ ...subject, session_request: of.grant.publicId }), 'invalid_request'],
    ['a context that is no object', () => ({ ...subject, context: '[1]' }), 'invalid_request'],
  ]

  it.each(wrong)('%s is refused, on record, and makes no session', async (_, parameters, code) => {
    const [before, known] = [await sessions(), await attempts()]
    const told = await agent().ask(parameters())
    expect(refusal(told)).toEqual([400, code])
    expect(told.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
    expect(told.headers.get('cache-control')).toBe('no-store')
    expect(await sessions()).toBe(before)
    const [attempt, ...others] = (await attempts()).filter(({ id }) => !known.some((each) => each.id === id))
    expect(others).toEqual([])
    expect(attempt).toMatchObject({ actorId: of.agent.id, clientId: of.client.id })
    expect(attempt?.errorMessage).toBeTruthy()
  })

  it('of another grant type is told which there are', async () => {
    const told = await agent().ask({}, 'password')
    expect(refusal(told)).toEqual([400, 'unsupported_grant_type'])
    expect(told.body.error_description).toContain('client_credentials')
  })

  it('names what would pass', async () => {
    const scope = await agent().ask({ ...subject, scope: 'case:write' })
    expect(scope.body.error_description).toContain('case:list, case:read')
    const ttl = await agent().ask({ ...subject, ttl: '7200' })
    expect(ttl.body.error_description).toContain('3600 s')
  })

  it('of a client that cannot prove itself is no attempt of anybody', async () => {
    const before = await of.access.db.delegationAttempt.count({ where: { orgId: of.orgId } })
    const told = await tokenClient(service, { clientId: of.client.clientId, secret: 'wrong' }).ask(subject)
    expect(refusal(told)).toEqual([401, 'invalid_client'])
    expect(told.headers.get('www-authenticate')).toMatch(/^Basic/)
    expect(await of.access.db.delegationAttempt.count({ where: { orgId: of.orgId } })).toBe(before)
  })

  it('is never given what no scope can name: a key with a space would read as two others', async () => {
    const { access } = of
    const odd = await access.system()
    await access.permissions(odd.id, { 'case:read case:write': 'list' })
    const terms = { principalId: of.principal.id, actorId: of.agent.id, startsAt: at('-1d'), expiresAt: at('+30d') }
    const { id } = await access.grant({ ...terms, maxSessionTtlSeconds: 3600 })
    await access.target(id, odd.id, ['case:read case:write'])
    const grant_id = toPublicId('grant', id)
    expect(refusal(await agent().ask({ ...subject, grant_id }))).toEqual([400, 'invalid_scope'])
    await access.db.delegationGrant.updateMany({
      where: { orgId: of.orgId, id },
      data: { status: 'revoked', endedAt: NOW },
    })
  })

  it('is on record in short, however long it was', async () => {
    await agent().ask({ ...subject, audience: of.system.key, scope: 'x'.repeat(30_000) })
    const where = { orgId: of.orgId, action: 'session.refused' as const }
    const events = await of.access.db.auditEvent.findMany({ where })
    for (const { data } of events) expect(JSON.stringify(data).length).toBeLessThan(5_000)
  })

  it('never leaves a token in the record of its refusal', async () => {
    await agent().ask({ ...subject, scope: 'case:write case:delete' })
    const attempt = (await attempts()).find(({ requested }) => JSON.stringify(requested).includes('case:delete'))
    expect(JSON.stringify(attempt?.requested)).not.toContain(String(subject.subject_token).slice(0, 20))
    expect(attempt?.requested).toMatchObject({ scope: 'case:write case:delete' })
    expect(attempt).toMatchObject({ principalId: of.principal.id, grantId: of.grant.id, systemId: of.system.id })
  })
})

describe('a subject token of another issuer', () => {
  const exchange = (token: string, type = ID_TOKEN) =>
    agent().ask({ subject_token: token, subject_token_type: type, audience: of.system.key })
  const seconds = NOW.getTime() / 1000

  it.each<[string, () => Promise<string>]>([
    ['expired (T5)', () => issuer.sign({ sub: 'ines', iat: seconds - 7200, exp: seconds - 3600 })],
    ['expired a moment ago', () => issuer.sign({ sub: 'ines', iat: seconds - 7200, exp: seconds - 5 })],
    ['of the future', () => issuer.sign({ sub: 'ines', iat: seconds + 600, exp: seconds + 1200 })],
    ['of somebody nobody knows', () => issuer.sign({ sub: 'nobody' })],
    ['without a subject', () => issuer.sign({})],
    ['for somebody else', () => issuer.sign({ sub: 'ines', aud: 'another' })],
    ['of an issuer that is not trusted', () => issuer.sign({ sub: 'ines', iss: 'https://evil.example.com' })],
    ['that is an access token', () => issuer.sign({ sub: 'ines' }, NOW, 'at+jwt')],
    ['that is garbage', async () => 'garbage'],
    ['with a foreign signature', async () => `${(await issuer.sign({ sub: 'ines' })).slice(0, -8)}AAAAAAAA`],
    [
      'with no signature',
      async () => {
        const [, payload] = (await issuer.sign({ sub: 'ines' })).split('.')
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
      },
    ],
  ])('%s is an invalid_request', async (_, token) => {
    expect(refusal(await exchange(await token()))).toEqual([400, 'invalid_request'])
  })

  it('bounds what is granted by its scope', async () => {
    const narrow = await issuer.sign({ sub: 'ines', scope: 'case:list openid' })
    const told = await exchange(narrow, JWT)
    expect(told.body.scope).toBe('case:list')
    const more = { subject_token: narrow, subject_token_type: JWT, scope: 'case:read' }
    expect(refusal(await agent().ask(more))).toEqual([400, 'invalid_scope'])
  })

  it('whose scope cannot be read allows nothing', async () => {
    for (const scope of [7, { 'case:read': true }])
      expect(refusal(await exchange(await issuer.sign({ sub: 'ines', scope }), JWT))).toEqual([400, 'invalid_scope'])
  })

  it('that is an access token without a scope allows nothing', async () => {
    const token = (claims: object) => issuer.sign({ sub: 'ines', ...claims }, NOW, 'at+jwt')
    expect(refusal(await exchange(await token({}), JWT))).toEqual([400, 'invalid_scope'])
    expect((await exchange(await token({ scope: 'case:read' }), JWT)).body.scope).toBe('case:read')
  })

  it('is refused where it holds what no column can', async () => {
    expect(refusal(await exchange(await issuer.sign({ sub: 'ines\0' })))).toEqual([400, 'invalid_request'])
    expect(refusal(await exchange(await issuer.sign({ iss: 'https://x.example.com/\0' })))).toEqual([
      400,
      'invalid_request',
    ])
  })

  it('names its subject by a verified e-mail address where the issuer is said to', async () => {
    const byEmail = await createIssuer(of.access, { identifyBy: 'email' })
    const token = (claims: object) => byEmail.sign({ sub: 'x', ...claims })
    expect((await exchange(await token({ email: 'INES@example.com', email_verified: true }))).status).toBe(200)
    expect((await exchange(await token({ email: 'ines@example.com' }))).status).toBe(400)
    expect((await exchange(await token({ email: 'else@example.com', email_verified: true }))).status).toBe(400)
    expect(
      (await exchange(await issuer.sign({ sub: 'x', email: 'ines@example.com', email_verified: true }))).status,
    ).toBe(400)
  })

  it('may say who may act: the actor has to match every member (T9)', async () => {
    const may = async (may_act: unknown) => (await exchange(await issuer.sign({ sub: 'ines', may_act }))).body
    expect(await may({ sub: of.agent.publicId })).toHaveProperty('access_token')
    expect(await may({ client_id: of.client.clientId })).toHaveProperty('access_token')
    expect(await may({ sub: of.agent.publicId, iss: service.issuer })).toHaveProperty('access_token')
    await issuer.link('the-agent', of.agent.id)
    expect(await may({ sub: 'the-agent' })).toHaveProperty('access_token')
    expect(await may({ sub: 'the-agent', iss: issuer.issuer })).toHaveProperty('access_token')
    const others = [{ sub: 'another' }, { sub: of.agent.publicId, iss: issuer.issuer }, {}, 'the-agent', { sub: ['x'] }]
    for (const other of [...others, { sub: 'the-agent', client_id: 'another' }])
      expect(await may(other)).toMatchObject({ error: 'invalid_request' })
  })
})

describe('an actor token', () => {
  it('of a trusted issuer names the actor; its client has to be the same', async () => {
    await issuer.link('pipeline', of.agent.id)
    const actor = { actor_token: await issuer.sign({ sub: 'pipeline' }), actor_token_type: JWT }
    const told = await agent().take({ ...subject, ...actor })
    expect(claimsOf(told.access_token).act).toEqual({ sub: of.agent.publicId })
    const stranger = tokenClient(service, of.resourceServer)
    expect(refusal(await stranger.ask({ ...subject, ...actor }))).toEqual([400, 'invalid_request'])
    const nobody = { actor_token: await issuer.sign({ sub: 'unknown' }), actor_token_type: JWT }
    expect(refusal(await agent().ask({ ...subject, ...nobody }))).toEqual([400, 'invalid_request'])
  })

  it('of our own names the actor of its session, and only its client may present it', async () => {
    const { access_token } = await agent().take(subject)
    const actor = { actor_token: String(access_token), actor_token_type: ACCESS_TOKEN }
    const told = await agent().take({ ...subject, ...actor })
    expect(claimsOf(told.access_token).act).toEqual({ sub: of.agent.publicId })
    const stranger = tokenClient(service, of.resourceServer)
    expect(refusal(await stranger.ask({ ...subject, ...actor }))).toEqual([400, 'invalid_request'])
  })

  it('fits the may_act of the subject token by its own claims', async () => {
    const actor = { actor_token: await issuer.sign({ sub: 'pipeline' }), actor_token_type: JWT }
    const may = async (may_act: object) => ({ ...subject, subject_token: await issuer.sign({ sub: 'ines', may_act }) })
    expect((await agent().ask({ ...(await may({ sub: 'pipeline' })), ...actor })).status).toBe(200)
    expect((await agent().ask({ ...(await may({ sub: 'pipeline', iss: 'https://b' })), ...actor })).status).toBe(400)
  })
})

describe('exchanging a token of our own', () => {
  const pass = (token: unknown, parameters: Parameters = {}) => ({
    subject_token: String(token),
    subject_token_type: ACCESS_TOKEN,
    audience: of.system.key,
    ...parameters,
  })
  async function hop(name: string, bounds: HopBounds = {}) {
    const next = await nextHop(of, name, bounds)
    return { ...next, ...tokenClient(service, await createClient(of.access, { identityId: next.actor.id })) }
  }

  it('nests three actors, the latest outermost, each session below the one before (T7)', async () => {
    const [second, third] = [await hop('second'), await hop('third')]
    const one = await agent().take({ ...subject, ttl: '900' })
    const two = await second.take(pass(one.access_token, { ttl: '600' }))
    const three = await third.take(pass(two.access_token))
    expect(claimsOf(three.access_token)).toMatchObject({
      sub: of.principal.publicId,
      act: {
        sub: third.actor.publicId,
        act: { sub: second.actor.publicId, act: { sub: of.agent.publicId } },
      },
    })
    expect(three.expires_in).toBe(600)
    const rows = await of.access.db.delegatedSession.findMany({
      where: { orgId: of.orgId },
      orderBy: { createdAt: 'asc' },
      select: { id: true, parentId: true, depth: true, tokenClaims: true },
    })
    const row = (told: Record<string, unknown>) =>
      rows.find(({ tokenClaims }) => (tokenClaims as { jti: string }).jti === told.session)
    expect(row(two)).toMatchObject({ parentId: row(one)?.id, depth: 1 })
    expect(row(three)).toMatchObject({ parentId: row(two)?.id, depth: 2 })
  })

  it('never gives more than the session it comes from', async () => {
    const wider = await hop('wider', { keys: ['case:list', 'case:read', 'case:write'] })
    const one = await agent().take({ ...subject, scope: 'case:list' })
    expect((await wider.take(pass(one.access_token))).scope).toBe('case:list')
    expect(refusal(await wider.ask(pass(one.access_token, { scope: 'case:write' })))).toEqual([400, 'invalid_scope'])
  })

  it('lets an actor take less of its own session, which hands nothing on', async () => {
    const one = await agent().take({ ...subject, scope: 'case:list case:read' })
    const less = await agent().take(pass(one.access_token, { scope: 'case:list' }))
    expect(less.scope).toBe('case:list')
    expect(claimsOf(less.access_token).act).toEqual(claimsOf(one.access_token).act)
    expect(refusal(await agent().ask(pass(less.access_token, { scope: 'case:read' })))).toEqual([400, 'invalid_scope'])
  })

  it('refuses a cycle and a chain that is too deep', async () => {
    const [back, shallow] = [await hop('back'), await hop('shallow', { maxChainDepth: 0 })]
    const one = await agent().take(subject)
    expect(refusal(await shallow.ask(pass(one.access_token)))).toEqual([400, 'invalid_request'])
    const two = await back.take(pass(one.access_token))
    expect(refusal(await agent().ask(pass(two.access_token)))).toEqual([400, 'invalid_request'])
  })

  it('ends with its grant: nothing can be exchanged any more, nor is a descendant active (T10)', async () => {
    const other = await createDelegation()
    const trusted = await createIssuer(other.access)
    await trusted.link('ines', other.principal.id)
    const first = tokenClient(service, other.client)
    const token = await trusted.sign({ sub: 'ines' })
    const one = await first.take({ subject_token: token, subject_token_type: ID_TOKEN })
    const { actor } = await nextHop(other, 'next')
    const next = tokenClient(service, await createClient(other.access, { identityId: actor.id }))
    const again = { subject_token: String(one.access_token), subject_token_type: ACCESS_TOKEN }
    const two = await next.take(again)
    const ended = { status: 'revoked', endedAt: NOW }
    await other.access.db.delegationGrant.updateMany({ where: { id: other.grant.id }, data: ended })
    expect(refusal(await next.ask(again))).toEqual([400, 'invalid_request'])
    const child = { subject_token: String(two.access_token), subject_token_type: ACCESS_TOKEN }
    expect(refusal(await next.ask(child))).toEqual([400, 'invalid_request'])
    const fresh = await first.ask({ subject_token: token, subject_token_type: ID_TOKEN })
    expect(refusal(fresh)).toEqual([400, 'invalid_target'])
    expect(fresh.body.error_description).toContain('revoked')
  })

  it('refuses one that is over, tampered with, of another organisation, or called an ID token', async () => {
    const next = await hop('next')
    const { access_token } = await agent().take({ ...subject, ttl: '60' })
    const other = await createDelegation()
    const theirs = tokenClient(service, other.client)
    expect(refusal(await theirs.ask(pass(access_token)))).toEqual([400, 'invalid_request'])
    expect(refusal(await next.ask(pass(`${String(access_token).slice(0, -4)}AAAA`)))).toEqual([400, 'invalid_request'])
    const asId = pass(access_token, { subject_token_type: ID_TOKEN })
    expect(refusal(await next.ask(asId))).toEqual([400, 'invalid_request'])
    service.clock.now = at('+61s')
    expect(refusal(await next.ask(pass(access_token)))).toEqual([400, 'invalid_request'])
    service.clock.now = NOW
  })
})

describe('which grant is meant', () => {
  it('has to be said where several cover it, and their ids are named', async () => {
    const other = await createDelegation()
    const { access, principal, agent: actor, system, grant } = other
    const trusted = await createIssuer(access)
    await trusted.link('ines', principal.id)
    const token = { subject_token: await trusted.sign({ sub: 'ines' }), subject_token_type: ID_TOKEN }
    const second = await access.grant({ principalId: principal.id, actorId: actor.id, name: 'Second' })
    await access.target(second.id, system.id, ['case:read', 'case:write'])
    const asking = tokenClient(service, other.client)
    const told = await asking.ask({ ...token, scope: 'case:read' })
    const ids = [grant.publicId, second.publicId].sort()
    expect(refusal(told)).toEqual([400, 'invalid_request'])
    expect(told.body.grants).toEqual(ids)
    for (const id of ids) expect(told.body.error_description).toContain(id)
    const chosen = await asking.take({ ...token, scope: 'case:read', grant_id: second.publicId })
    expect(claimsOf(chosen.access_token).grant_id).toBe(second.publicId)
    const only = await asking.take({ ...token, scope: 'case:write' })
    expect(claimsOf(only.access_token).grant_id).toBe(second.publicId)
  })

  it("is never another actor's, whatever id is named", async () => {
    const next = await nextHop(of, 'somebody else')
    const told = await agent().ask({ ...subject, grant_id: next.grant.publicId })
    expect(refusal(told)).toEqual([400, 'invalid_target'])
    expect(told.body.error_description).toContain(next.grant.publicId)
  })

  it('covers each of several targets, and both stand in aud (T4)', async () => {
    const { access, system, agent: actor } = of
    const person = await access.identity({ kind: 'human', name: 'Max' })
    await issuer.link('max', person.id)
    const key = `crm-${randomUUID()}`
    const second = await access.system({ name: 'crm', key })
    await access.permissions(second.id, { 'case:read': 'read' })
    const both = await access.grant({ principalId: person.id, actorId: actor.id, name: 'Both' })
    await access.target(both.id, system.id, ['case:read', 'case:list'])
    await access.target(both.id, second.id, ['case:read'])
    const token = { subject_token: await issuer.sign({ sub: 'max' }), subject_token_type: ID_TOKEN }
    const audience = [system.key, key]
    const told = await agent().take({ ...token, audience, scope: 'case:read' })
    expect(claimsOf(told.access_token).aud).toEqual(audience)
    expect(refusal(await agent().ask({ ...token, audience, scope: 'case:list' }))).toEqual([400, 'invalid_scope'])
    expect(refusal(await agent().ask(token))).toEqual([400, 'invalid_target'])
  })
})

describe('a grant type', () => {
  it.each([[EXCHANGE], ['client_credentials']])('%s needs a client that proves itself', async (grant_type) => {
    const response = await service.post('/token', { ...subject, grant_type })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })
})
