import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId, toPublicId } from '@/lib/id'
import { findTokenFacts } from '@/lib/queries/find-token-facts'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.sig'
const sha256 = createHash('sha256').update(TOKEN).digest()
const CLAIMS = {
  iss: 'https://tokens.example.com',
  aud: 'https://ticketing.example.com',
  scope: 'case:read note:create',
  authorization_details: [{ type: 'tenant_access', tenants: ['north'] }],
  cnf: { jkt: 'thumb' },
  status: { status_list: { idx: 5, uri: 'https://tokens.example.com/status-lists/0' } },
}

async function client({ db, orgId, identity }: Access, name: string, systemIds: string[] = []) {
  const id = newId(NOW)
  const owner = await identity()
  const rest = { name, authMethods: ['client_secret_basic'], createdBy: 'test', createdAt: NOW }
  await db.client.create({ data: { orgId, id, identityId: owner.id, ...rest } })
  for (const systemId of systemIds) await db.clientSystem.create({ data: { orgId, clientId: id, systemId } })
  return id
}

async function check({ db, orgId }: Access, sessionId: string, clientId: string, active: number, inactive = 0) {
  const counts = { activeCount: active, inactiveCount: inactive, firstAt: at('-10m'), lastAt: NOW }
  await db.delegatedSessionCheck.create({ data: { orgId, sessionId, clientId, ...counts } })
}

const issued = { tokenSha256: new Uint8Array(sha256), tokenClaims: CLAIMS, tokenKid: 'es-1', idleTimeoutSeconds: 900 }

describe('the token of a session', () => {
  it('is told by what it said and by half of its digest, and is nowhere itself', async () => {
    const org = await createAccess()
    const clientId = await client(org, 'support-agent-prod')
    const { publicId } = await org.session({ ...issued, clientId })
    const key = { kid: 'es-1', alg: 'ES256', status: 'retired', publicJwk: {}, createdAt: NOW }
    await org.db.signingKey.create({ data: { id: newId(NOW), ...key } })
    const facts = await findTokenFacts(org.ctx, publicId)
    expect(facts).toMatchObject({
      id: publicId,
      client: { id: toPublicId('client', clientId), name: 'support-agent-prod' },
      kid: 'es-1',
      alg: 'ES256',
      audience: ['https://ticketing.example.com'],
      scope: ['case:read', 'note:create'],
      authorizationDetails: [{ type: 'tenant_access', tenants: ['north'] }],
      jkt: 'thumb',
      idleTimeoutSeconds: 900,
      statusList: { index: 5, uri: 'https://tokens.example.com/status-lists/0' },
      fingerprint: sha256.toString('hex').slice(0, 16),
      claims: CLAIMS,
    })
    expect(JSON.stringify(facts)).not.toContain(TOKEN)
    expect(JSON.stringify(facts)).not.toContain(sha256.toString('hex'))
  })

  it('is none where the session was observed, or written by a command', async () => {
    const org = await createAccess()
    for (const origin of ['observed', 'managed']) {
      const { publicId } = await org.session({ origin })
      expect(await findTokenFacts(org.ctx, publicId)).toBeNull()
    }
  })

  it('names every resource server before its systems, those that asked first, and whoever else asked', async () => {
    const org = await createAccess()
    const [first, second, elsewhere] = [await org.system(), await org.system({ name: 'notes' }), await org.system()]
    const gateway = await client(org, 'gateway', [first.id, second.id])
    await client(org, 'idle-gateway', [second.id])
    await client(org, 'not-meant', [elsewhere.id])
    const stranger = await client(org, 'stranger', [elsewhere.id])
    const session = await org.session({ ...issued, systemId: first.id, otherSystemIds: [second.id] })
    const other = await org.session({ ...issued, systemId: first.id })
    await check(org, session.id, gateway, 7, 2)
    await check(org, session.id, stranger, 0, 1)
    await check(org, other.id, gateway, 100)
    const facts = await findTokenFacts(org.ctx, session.publicId)
    const points = facts?.enforcementPoints ?? []
    expect(points.map((point) => point.name)).toEqual(['gateway', 'stranger', 'idle-gateway'])
    expect(points[0]).toMatchObject({ asked: { active: 7, inactive: 2, firstAt: at('-10m'), lastAt: NOW } })
    expect(points[0]?.systems).toHaveLength(2)
    expect(points[1]).toMatchObject({ systems: [], asked: { active: 0, inactive: 1 } })
    expect(points[2]).toMatchObject({ systems: [{ id: second.publicId, name: 'notes' }], asked: null })
  })

  it('is not found in another organisation, even by a session with the same id', async () => {
    const theirs = await createAccess()
    const { publicId } = await theirs.session(issued)
    const { ctx } = await createAccess()
    await expect(findTokenFacts(ctx, publicId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that said something unforeseen is shown as far as it can be told', async () => {
    const org = await createAccess()
    const tokenClaims = { aud: 7, scope: null, cnf: 'x', status: [], authorization_details: 'none' }
    const { publicId } = await org.session({ ...issued, tokenClaims })
    expect(await findTokenFacts(org.ctx, publicId)).toMatchObject({
      audience: [],
      scope: [],
      jkt: null,
      statusList: null,
      claims: tokenClaims,
    })
  })
})
