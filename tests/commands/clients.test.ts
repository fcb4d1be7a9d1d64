import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { addFederation } from '@/lib/commands/add-federation'
import { changeClient } from '@/lib/commands/change-client'
import { changeIssuer } from '@/lib/commands/change-issuer'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { departIdentity } from '@/lib/commands/depart-identity'
import { disableClient } from '@/lib/commands/disable-client'
import { enableClient } from '@/lib/commands/enable-client'
import { linkSubject } from '@/lib/commands/link-subject'
import { removeFederation } from '@/lib/commands/remove-federation'
import { revokeClientSecret } from '@/lib/commands/revoke-client-secret'
import { rotateClientSecret } from '@/lib/commands/rotate-client-secret'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import { unlinkSubject } from '@/lib/commands/unlink-subject'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { getClient } from '@/lib/queries/get-client'
import { listIdentitySubjects } from '@/lib/queries/list-identity-subjects'
import { listTrustedIssuers } from '@/lib/queries/list-trusted-issuers'
import { at } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

const GITHUB = 'https://token.actions.githubusercontent.com'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const jwk = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const reason = 'For a test.'

async function setUp() {
  const org = await createLifecycle()
  const admin = org.as('admin')
  const create = (over: Partial<z.input<typeof createClientInput>> = {}, ctx = admin) =>
    createClient(ctx, createClientInput.parse({ identity: org.actorId, authMethods: ['client_secret_basic'], ...over }))
  const trust = (issuer = GITHUB) =>
    trustIssuer(admin, trustIssuerInput.parse({ issuer, name: 'CI', audiences: ['remit'] }))
  const secrets = (clientId: string) =>
    reader().clientSecret.findMany({
      where: { orgId: org.orgId, clientId: fromPublicId('client', clientId) },
      orderBy: { id: 'asc' },
    })
  return { ...org, admin, create, trust, secrets }
}

describe('a new client', () => {
  it('has a secret of 256 bits that is told once and kept as its SHA-256 only', async () => {
    const { create, secrets, orgId } = await setUp()
    const { clientId, secret } = await create()
    expect(secret?.secret).toMatch(/^[\w-]{43}$/)
    const [row, ...rest] = await secrets(clientId)
    expect(rest).toEqual([])
    expect(Buffer.from(row?.sha256 ?? []).toString('hex')).toBe(sha256(secret?.secret ?? ''))
    expect(row?.hint).toBe(secret?.secret.slice(-4))
    const text = await reader().$queryRaw<{ found: boolean }[]>`
      select exists (select from audit_events e where e.org_id = ${orgId}::uuid and e::text like ${`%${secret?.secret}%`}) as found`
    expect(text).toEqual([{ found: false }])
  })

  it('has no secret where it proves itself by its key, of which the public part alone is kept', async () => {
    const { create, admin, secrets } = await setUp()
    const { clientId, secret } = await create({ authMethods: ['private_key_jwt'], jwks: { keys: [jwk()] } })
    expect(secret).toBeNull()
    expect(await secrets(clientId)).toEqual([])
    expect(await getClient(admin, clientId)).toMatchObject({ keys: 1, authMethods: ['private_key_jwt'], secrets: [] })
  })

  it('is refused without keys that private_key_jwt needs, and with keys that are none', async () => {
    const { create } = await setUp()
    const authMethods = ['private_key_jwt'] as const
    await expect(create({ authMethods: [...authMethods] })).rejects.toMatchObject({ code: 'invalid_keys' })
    const both = { jwks: { keys: [jwk()] }, jwksUri: 'https://example.com/keys' }
    await expect(create({ authMethods: [...authMethods], ...both })).rejects.toMatchObject({ code: 'invalid_keys' })
    const off = { keys: [{ ...jwk(), x: 'AAAA' }] }
    await expect(create({ authMethods: [...authMethods], jwks: off })).rejects.toMatchObject({ code: 'invalid_keys' })
    expect(createClientInput.safeParse({ identity: 'a', authMethods, jwksUri: 'http://example.com' }).success).toBe(
      false,
    )
  })

  it('belongs to something that acts and is here: by its id, or by a name that only one has', async () => {
    const { create, identity, principalId, admin } = await setUp()
    await identity({ name: 'twin' })
    await identity({ name: 'twin' })
    const gone = await identity({ name: 'gone' })
    await departIdentity(admin, { identityId: gone, reason })
    expect((await create({ identity: 'support-agent' })).name).toBe('support-agent')
    await expect(create({ identity: 'twin' })).rejects.toMatchObject({ code: 'ambiguous' })
    await expect(create({ identity: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(create({ identity: principalId })).rejects.toMatchObject({ code: 'wrong_kind' })
    await expect(create({ identity: gone })).rejects.toMatchObject({ code: 'wrong_status' })
  })

  it('checks the systems that it was given, by id or key, and none of another organisation', async () => {
    const [{ create, systemId, system, admin }, other] = await Promise.all([setUp(), createLifecycle()])
    await system({ key: 'case-api', name: 'Cases' })
    const { clientId } = await create({ systems: ['case-api', systemId] })
    expect((await getClient(admin, clientId)).systems.map(({ name }) => name)).toEqual(['Cases', 'ticketing'])
    await expect(create({ systems: [other.systemId] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(create({ identity: other.actorId })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the secrets of a client', () => {
  it('are two at most, so that one can be replaced; a third takes the place of the oldest where that is said', async () => {
    const { create, admin, secrets, as } = await setUp()
    const { clientId, secret: first } = await create()
    await rotateClientSecret(as('admin', at('+1m')), { clientId, revokeOldest: true })
    expect((await secrets(clientId)).map(({ revokedAt }) => revokedAt)).toEqual([null, null])
    const third = { clientId, revokeOldest: false }
    await expect(rotateClientSecret(admin, third)).rejects.toMatchObject({ code: 'too_many_secrets' })
    const told = await rotateClientSecret(as('admin', at('+2m')), { clientId, revokeOldest: true })
    expect(told.revoked).toBe(first?.hint)
    const live = (await secrets(clientId)).filter(({ revokedAt }) => revokedAt === null)
    expect(live.map(({ hint }) => hint)).toHaveLength(2)
    expect(live.map(({ hint }) => hint)).not.toContain(first?.hint)
  })

  it('are two at most also when they are added at once', async () => {
    const { create, secrets, as } = await setUp()
    const { clientId } = await create()
    const adding = [1, 2, 3].map(() => rotateClientSecret(as('admin'), { clientId, revokeOldest: false }))
    await Promise.allSettled(adding)
    expect(await secrets(clientId)).toHaveLength(2)
  })

  it('end one by one, the last one too, and once', async () => {
    const { create, admin, secrets } = await setUp()
    const { clientId, secret } = await create()
    const one = { clientId, secretId: secret?.secretId ?? '' }
    expect(await revokeClientSecret(admin, one)).toEqual({ clientId, left: 0 })
    await expect(revokeClientSecret(admin, one)).rejects.toMatchObject({ code: 'not_found' })
    expect((await secrets(clientId))[0]?.revokedAt).toEqual(admin.now)
    const other = await create()
    await expect(revokeClientSecret(admin, { ...one, clientId: other.clientId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('are none for a client that does not use one', async () => {
    const { create, admin } = await setUp()
    const { clientId } = await create({ authMethods: ['federated'] })
    const adding = rotateClientSecret(admin, { clientId, revokeOldest: false })
    await expect(adding).rejects.toMatchObject({ code: 'no_secret_method' })
  })
})

describe('a client', () => {
  it('is disabled and enabled with a reason, and what it is of must be here', async () => {
    const { create, admin, actorId, readEvents } = await setUp()
    const { clientId } = await create()
    await disableClient(admin, { clientId, reason })
    await expect(disableClient(admin, { clientId, reason })).rejects.toMatchObject({ code: 'wrong_status' })
    expect(await getClient(admin, clientId)).toMatchObject({ status: 'disabled', disabledAt: admin.now })
    await enableClient(admin, { clientId, reason })
    expect(await getClient(admin, clientId)).toMatchObject({ status: 'active', disabledAt: null })
    expect((await readEvents('client.disabled')).map((event) => event.reason)).toEqual([reason])
    await disableClient(admin, { clientId, reason })
    await departIdentity(admin, { identityId: actorId, reason })
    await expect(enableClient(admin, { clientId, reason })).rejects.toMatchObject({ code: 'wrong_status' })
  })

  it('is changed in what is named and nothing else, and the log says what was', async () => {
    const { create, admin, systemId, readEvents } = await setUp()
    const { clientId } = await create({ scopes: ['case:read'], systems: [systemId] })
    await changeClient(admin, { clientId, scopes: ['case:list'], requiresDpop: true })
    const changed = { scopes: ['case:list'], requiresDpop: true, signingAlg: 'ES256', systems: [{ id: systemId }] }
    expect(await getClient(admin, clientId)).toMatchObject(changed)
    await changeClient(admin, { clientId, systems: [] })
    expect((await getClient(admin, clientId)).systems).toEqual([])
    // Both happened at the same moment: which of them is first is left to chance.
    const events = (await readEvents('client.changed')).map(({ data }) => data)
    const first = { scopes: ['case:list'], was: { scopes: ['case:read'], requiresDpop: false } }
    expect(events).toEqual(expect.arrayContaining([expect.objectContaining(first)]))
  })

  it('keeps the keys that its way of proving itself needs', async () => {
    const { create, admin } = await setUp()
    const { clientId } = await create({ authMethods: ['private_key_jwt'], jwks: { keys: [jwk()] } })
    await expect(changeClient(admin, { clientId, jwks: null })).rejects.toMatchObject({ code: 'invalid_keys' })
    await changeClient(admin, { clientId, jwks: { keys: [jwk(), jwk()] } })
    expect(await getClient(admin, clientId)).toMatchObject({ keys: 2 })
    await changeClient(admin, { clientId, jwks: null, jwksUri: 'https://agent.example.com/jwks' })
    expect(await getClient(admin, clientId)).toMatchObject({ keys: 0, jwksUri: 'https://agent.example.com/jwks' })
  })
})

describe('a federation', () => {
  const conditions = { sub: ['repo:acme/shop:environment:production'] }
  const rule = { issuer: GITHUB, audience: 'remit', conditions }

  it('rests on a trusted issuer, makes the client a federated one, and can be taken away', async () => {
    const { create, trust, admin } = await setUp()
    const { clientId } = await create()
    await expect(addFederation(admin, { clientId, ...rule })).rejects.toMatchObject({ code: 'not_found' })
    await trust()
    const { federationId } = await addFederation(admin, { clientId, ...rule })
    const client = await getClient(admin, clientId)
    expect(client.authMethods).toEqual(['client_secret_basic', 'federated'])
    expect(client.federations).toMatchObject([{ id: federationId, issuer: GITHUB, audience: 'remit', conditions }])
    await expect(addFederation(admin, { clientId, ...rule })).rejects.toMatchObject({ code: 'already_exists' })
    await removeFederation(admin, { clientId, federationId })
    expect((await getClient(admin, clientId)).federations).toEqual([])
  })

  it('is refused where it would let in a whole organisation, or rests on an issuer that is disabled', async () => {
    const { create, trust, admin } = await setUp()
    const { clientId } = await create()
    await trust()
    const wide = addFederation(admin, { clientId, ...rule, conditions: { sub: ['repo:acme/*'] } })
    await expect(wide).rejects.toMatchObject({ code: 'conditions_too_wide' })
    await changeIssuer(admin, { issuer: GITHUB, status: 'disabled' })
    await expect(addFederation(admin, { clientId, ...rule })).rejects.toMatchObject({ code: 'wrong_status' })
  })
})

describe('a trusted issuer', () => {
  it('is https or on this machine, and there once', async () => {
    const { trust, admin } = await setUp()
    const refused = ['http://issuer.example.com', 'https://a@example.com', 'https://example.com/#x', 'example.com']
    for (const issuer of [
      ...refused,
      'https://example.com/?tenant=1',
      'file:///etc/passwd',
      'http://127.0.0.1.evil.example',
    ]) {
      expect(() => trust(issuer), issuer).toThrow()
    }
    await trust('http://127.0.0.1:8080/realm')
    await trust()
    await expect(trust()).rejects.toMatchObject({ code: 'already_exists' })
    expect((await listTrustedIssuers(admin)).map(({ issuer }) => issuer).sort()).toEqual([
      'http://127.0.0.1:8080/realm',
      GITHUB,
    ])
  })

  it('has its keys by hand, by address or by discovery, and never two of these', async () => {
    const { trust, admin } = await setUp()
    await trust()
    const now = async () => (await listTrustedIssuers(admin))[0]
    await changeIssuer(admin, { issuer: GITHUB, jwks: { keys: [jwk()] }, identifyBy: 'email' })
    expect(await now()).toMatchObject({ keys: 1, jwksUri: null, identifyBy: 'email', audiences: ['remit'] })
    const both = changeIssuer(admin, { issuer: GITHUB, jwksUri: 'https://example.com/jwks' })
    await expect(both).rejects.toMatchObject({ code: 'invalid_keys' })
    await changeIssuer(admin, { issuer: GITHUB, jwks: null, jwksUri: 'https://example.com/jwks' })
    expect(await now()).toMatchObject({ keys: 0, jwksUri: 'https://example.com/jwks' })
  })

  it('has subjects, each of which is one identity', async () => {
    const { trust, admin, principalId, actorId, readEvents } = await setUp()
    const { issuerId } = await trust()
    await linkSubject(admin, { issuer: GITHUB, subject: 'u-1', identity: principalId })
    const again = linkSubject(admin, { issuer: issuerId, subject: 'u-1', identity: actorId })
    await expect(again).rejects.toMatchObject({ code: 'already_exists' })
    expect(await listIdentitySubjects(admin, principalId)).toMatchObject([{ issuer: GITHUB, subject: 'u-1' }])
    await unlinkSubject(admin, { issuer: issuerId, subject: 'u-1' })
    expect(await listIdentitySubjects(admin, principalId)).toEqual([])
    await expect(unlinkSubject(admin, { issuer: issuerId, subject: 'u-1' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const ofPrincipal = { subjectId: fromPublicId('identity', principalId), subjectKind: 'identity' }
    for (const action of ['subject.linked', 'subject.unlinked']) {
      expect(await readEvents(action)).toMatchObject([ofPrincipal])
    }
  })
})
