import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rotateSigningKeys } from '@/lib/commands/rotate-signing-keys'
import { SIGNING_ALGS } from '@/lib/domain/client'
import { makeSigningKey } from '@/lib/oauth/make-signing-key'
import { PrivateKeyCipher } from '@/lib/oauth/private-key-cipher'
import { SigningKeys } from '@/lib/oauth/signing-keys'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'
import { SECRET } from '@/tests/support/token-service-fixture'

const CALLER = { actor: { kind: 'system', name: 'test' }, now: NOW } as const
const clock = { now: NOW }
const open = (secret = SECRET) => SigningKeys.open(secret, () => clock.now)

async function rotate(): Promise<Awaited<ReturnType<typeof rotateSigningKeys>>> {
  const cipher = new PrivateKeyCipher(SECRET)
  return rotateSigningKeys(CALLER, await Promise.all(SIGNING_ALGS.map((alg) => makeSigningKey(alg, cipher))))
}

const kidsOf = async (keys: SigningKeys) => (await keys.publicJwks()).keys.map(({ kid }) => kid)
const sign = (keys: SigningKeys) => keys.sign('ES256', 'at+jwt', { sub: 'idn_1', iat: NOW.getTime() / 1000 })

let access: Access
beforeAll(async () => {
  access = await createAccess()
})
beforeEach(() => {
  clock.now = NOW
})

describe('signing keys', () => {
  it('are made once, however many instances start at the same moment', async () => {
    const instances = await Promise.all([open(), open(), open(), open()])
    const kids = await Promise.all(instances.map(kidsOf))
    expect(kids[0]).toHaveLength(4)
    for (const each of kids) expect(each).toEqual(kids[0])
    const rows = await access.db.signingKey.groupBy({ by: ['alg', 'status'], _count: true })
    expect(rows.map(({ alg, status, _count }) => `${alg} ${status} ${_count}`).sort()).toEqual([
      ...['ES256 current 1', 'ES256 next 1', 'RS256 current 1', 'RS256 next 1'],
    ])
  })

  it.each(SIGNING_ALGS)('of %s sign what an independent library verifies by the published keys', async (alg) => {
    const keys = await open()
    const { jwt, kid } = await keys.sign(alg, 'at+jwt', { iss: 'https://remit.example.com', name: 'Zoë' })
    expect(decodeProtectedHeader(jwt)).toEqual({ alg, typ: 'at+jwt', kid })
    const { payload } = await jwtVerify(jwt, createLocalJWKSet((await keys.publicJwks()) as JSONWebKeySet))
    expect(payload).toEqual({ iss: 'https://remit.example.com', name: 'Zoë' })
  })

  it('recognise what they signed, and nothing else', async () => {
    const keys = await open()
    const { jwt } = await sign(keys)
    expect(await keys.verifyOwn(jwt)).toMatchObject({ sub: 'idn_1' })
    const [header, , signature] = jwt.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'idn_2' })).toString('base64url')
    for (const bad of [`${header}.${forged}.${signature}`, 'x', 'a.b.c', '', `${jwt}x.`]) {
      expect(await keys.verifyOwn(bad)).toBeNull()
    }
  })

  it('cannot be read in the database, nor under another secret, which is said in one sentence', async () => {
    await open()
    const rows = await access.db.signingKey.findMany()
    expect(rows.length).toBeGreaterThan(0)
    for (const { privateJwe } of rows) expect(privateJwe).toMatch(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
    await expect(open(`${SECRET}!`)).rejects.toThrow(/^The signing keys were encrypted under another REMIT_SECRET;/)
  })
})

describe('a rotation', () => {
  it('reaches every instance within ten seconds; what was signed before still verifies, until the next but one', async () => {
    const [one, other] = await Promise.all([open(), open()])
    const before = await sign(one)
    const published = await kidsOf(one)
    const first = (await rotate()).find(({ alg }) => alg === 'ES256')
    expect(first).toMatchObject({ previous: before.kid, retired: null })
    expect(published, 'whoever knew the keys before knows the one that signs now').toContain(first?.current)
    clock.now = at('+10s')
    for (const keys of [one, other]) {
      expect((await sign(keys)).kid).toBe(first?.current)
      expect(await keys.verifyOwn(before.jwt)).not.toBeNull()
    }
    const second = (await rotate()).find(({ alg }) => alg === 'ES256')
    expect(second).toMatchObject({ previous: first?.current, current: first?.next, retired: before.kid })
    clock.now = at('+20s')
    expect(await kidsOf(other)).not.toContain(before.kid)
    expect(await other.verifyOwn(before.jwt)).toBeNull()
  })

  it('deletes the private part of what it retires, and nothing brings it back', async () => {
    await open()
    await rotate()
    await rotate()
    const retired = await access.db.signingKey.findMany({ where: { status: 'retired' } })
    expect(retired.length).toBeGreaterThan(0)
    for (const { privateJwe, retiredAt } of retired) {
      expect(privateJwe).toBeNull()
      expect(retiredAt).toEqual(NOW)
    }
    await expect(
      access.db.signingKey.updateMany({ where: { status: 'retired' }, data: { status: 'current' } }),
    ).rejects.toThrow()
  })

  it('stands in the trail of every organisation, by the id of the key and never with the key', async () => {
    const another = await createAccess()
    await open()
    const rotations = await rotate()
    for (const { db, orgId } of [access, another]) {
      const current = rotations.map(({ current }) => current)
      const where = { orgId, action: 'keys.rotated', subjectName: { in: current } }
      const events = await db.auditEvent.findMany({ where })
      expect(events).toHaveLength(SIGNING_ALGS.length)
      expect(events[0]).toMatchObject({ subjectKind: 'key', actorName: 'test' })
    }
    const all = JSON.stringify(await access.db.auditEvent.findMany({ where: { subjectKind: 'key' } }))
    expect(all).not.toContain('eyJ')
  })

  it('changes nothing half: where one algorithm cannot be rotated, none is', async () => {
    await open()
    const before = await access.db.signingKey.findMany({ orderBy: { id: 'asc' } })
    const [draft] = before
    const cipher = new PrivateKeyCipher(SECRET)
    const good = await makeSigningKey('ES256', cipher)
    const taken = { ...(await makeSigningKey('RS256', cipher)), alg: 'PS256' as 'RS256', kid: draft?.kid ?? '' }
    await expect(rotateSigningKeys(CALLER, [good, taken])).rejects.toThrow()
    expect(await access.db.signingKey.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })
})
