import { describe, expect, it } from 'vitest'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { systemContext } from '@/lib/domain/context'
import { newId } from '@/lib/id'
import { findRevocationReceipt } from '@/lib/queries/find-revocation-receipt'
import { getDelegationChain } from '@/lib/queries/get-delegation-chain'
import { getSession } from '@/lib/queries/get-session'
import { getSessionLife } from '@/lib/queries/get-session-life'
import { listSessionTimeline } from '@/lib/queries/list-session-timeline'
import { listSessionUses, sessionUsesRequest } from '@/lib/queries/list-session-uses'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

async function addUse(
  { db, orgId }: Access,
  sessionId: string,
  systemId: string,
  permission: string,
  allowed = 1,
  denied = 0,
) {
  const seen = { firstAt: NOW, lastAt: NOW }
  const counts = { allowedCount: allowed, deniedCount: denied }
  await db.delegatedSessionUse.create({ data: { orgId, sessionId, systemId, permission, ...seen, ...counts } })
}

async function addPermissions({ db, orgId }: Access, systemId: string, permissions: string[]) {
  const id = newId(NOW)
  for (const key of permissions) {
    const accessLevel = key.endsWith(':write') ? 'write' : 'read'
    await db.permission.create({ data: { orgId, systemId, key, accessLevel, createdAt: NOW } })
  }
  const counts = { permissionCount: permissions.length, levels: {}, categories: {} }
  await db.permissionSet.create({ data: { orgId, id, digest: id, permissions, ...counts, createdAt: NOW } })
  return id
}

/** The commands of these tests are given by a part of Remit: the fixture's member has no row. */
const byRita = ({ orgId }: Access) => systemContext(orgId, 'Rita', NOW)

const uses = (params: Record<string, unknown> = {}) => sessionUsesRequest.parse(params)

describe('one delegated session', () => {
  it('is not found in another organisation, by any question', async () => {
    const { publicId } = await (await createAccess()).session()
    const { ctx } = await createAccess()
    const missing = { code: 'not_found' }
    await expect(getSession(ctx, publicId)).rejects.toMatchObject(missing)
    await expect(getSessionLife(ctx, publicId)).rejects.toMatchObject(missing)
    await expect(getDelegationChain(ctx, publicId)).rejects.toMatchObject(missing)
    await expect(listSessionUses(ctx, publicId, uses())).rejects.toMatchObject(missing)
    await expect(listSessionTimeline(ctx, publicId)).rejects.toMatchObject(missing)
    expect(await findRevocationReceipt(ctx, publicId)).toBeNull()
  })

  it('shows the audit log only to those who may read it', async () => {
    const org = await createAccess(['approver'])
    const session = await org.session()
    expect((await getSession(org.ctx, session.publicId)).events).toBeNull()
  })

  it('says why its permissions are unknown, and lists what was used all the same', async () => {
    const org = await createAccess()
    const grant = await org.grant({ origin: 'observed', permissionsKnown: false })
    const system = await org.system()
    const session = await org.session({ origin: 'observed', grantId: grant.id, systemId: system.id })
    await addUse(org, session.id, system.id, 's3:GetObject', 7)
    expect((await getSession(org.ctx, session.publicId)).whyUnknown).toMatch(/policies of the role/)
    const read = await listSessionUses(org.ctx, session.publicId, uses())
    expect(read.granted).toBeNull()
    expect(read.lines).toMatchObject([{ key: 's3:GetObject', isGranted: null, weight: null, allowed: 7 }])
  })

  it('holds what was granted against what was used, by level, and pages through it without a gap', async () => {
    const org = await createAccess()
    const system = await org.system()
    const keys = Array.from({ length: 120 }, (_, index) => `thing${index}:${index % 2 ? 'read' : 'write'}`)
    const permissionSetId = await addPermissions(org, system.id, keys)
    const session = await org.session({ systemId: system.id, permissionSetId })
    await addUse(org, session.id, system.id, 'thing1:read', 3)
    await addUse(org, session.id, system.id, 'thing2:write', 0, 4)
    await addUse(org, session.id, system.id, 'sts:GetCallerIdentity', 1)
    const first = await listSessionUses(org.ctx, session.publicId, uses())
    expect(first).toMatchObject({ granted: 120, used: 1, matching: 121 })
    expect(first.byLevel).toEqual([
      { level: 'read', granted: 60, used: 1 },
      { level: 'write', granted: 60, used: 0 },
    ])
    expect(first.lines[0]).toMatchObject({ key: 'thing1:read', allowed: 3, isGranted: true })
    const seen = first.lines.map((line) => line.key)
    let { next } = first
    while (next) {
      const page = await listSessionUses(org.ctx, session.publicId, uses({ afterPermission: next }))
      seen.push(...page.lines.map((line) => line.key))
      next = page.next
    }
    expect(new Set(seen).size).toBe(121)
    expect(seen).toHaveLength(121)
    const only = async (params: Record<string, unknown>) =>
      (await listSessionUses(org.ctx, session.publicId, uses(params))).matching
    expect(await only({ use: 'never' })).toBe(118)
    expect(await only({ use: 'refused' })).toBe(1)
    expect(await only({ use: 'outside' })).toBe(1)
    expect(await only({ level: 'write', use: 'never' })).toBe(59)
  })

  it('draws its life from the uses a minute, in buckets that fit', async () => {
    const org = await createAccess()
    const { id, publicId } = await org.session({ issuedAt: at('-10m'), startsAt: at('-10m'), expiresAt: at('+50m') })
    const minutes = [
      [-9, 5, 0],
      [-4, 2, 1],
    ] as const
    for (const [minute, allowedCount, deniedCount] of minutes) {
      const row = { orgId: org.orgId, sessionId: id, minute: new Date(NOW.getTime() + minute * 60_000) }
      await org.db.delegatedSessionActivity.create({ data: { ...row, allowedCount, deniedCount } })
    }
    const life = await getSessionLife(org.ctx, publicId)
    expect(life).toMatchObject({ from: at('-10m'), to: at('+50m'), bucketSeconds: 60, allowedCount: 7 })
    expect(life.uses).toEqual([
      { at: at('-9m'), count: 5 },
      { at: at('-4m'), count: 2 },
    ])
    expect(life.refused).toEqual([at('-4m')])
    const long = await org.session({ issuedAt: at('-300d'), startsAt: at('-300d'), expiresAt: null })
    const { from, to, bucketSeconds } = await getSessionLife(org.ctx, long.publicId)
    expect((to.getTime() - from.getTime()) / 1000 / bucketSeconds).toBeLessThanOrEqual(120)
  })

  it('tells the chain from its root to what hangs from it, and what was refused', async () => {
    const org = await createAccess()
    const grant = await org.grant({ name: 'upkeep' })
    const root = await org.session({ grantId: grant.id })
    const actorId = (await org.identity()).id
    const self = await org.session({ parentId: root.id, depth: 1, actorId })
    const childActor = (await org.identity({ name: 'writer' })).id
    const childSystem = (await org.system()).id
    const child = { parentId: self.id, depth: 2, actorId: childActor, systemId: childSystem }
    await org.session({ ...child, breadth: 10 })
    await org.session({ ...child, breadth: 20, status: 'completed', endedAt: NOW })
    const attempt = { orgId: org.orgId, id: newId(NOW), at: NOW, actorId, parentSessionId: self.id }
    await org.db.delegationAttempt.create({ data: { ...attempt, errorCode: 'permission-not-granted' } })
    const chain = await getDelegationChain(org.ctx, self.publicId)
    expect(chain.grant).toMatchObject({ id: grant.publicId, name: 'upkeep' })
    expect(chain.parents.map((parent) => parent.id)).toEqual([root.publicId])
    expect(chain.self.id).toBe(self.publicId)
    expect(chain.children).toMatchObject([
      { actor: { name: 'writer' }, count: 2, live: 1, breadth: 20, usedBreadth: null },
    ])
    expect(chain.refused).toMatchObject([{ code: 'permission-not-granted', system: null }])
  })

  it('ends a cycle of parents that a source reported', async () => {
    const org = await createAccess()
    const a = await org.session({ origin: 'observed' })
    const b = await org.session({ origin: 'observed', parentId: a.id })
    await org.db.delegatedSession.update({
      where: { orgId_id: { orgId: org.orgId, id: a.id } },
      data: { parentId: b.id },
    })
    const chain = await getDelegationChain(org.ctx, b.publicId)
    expect(chain.parents.length).toBeLessThanOrEqual(10)
  })

  it('gives the receipt of its end, hop by hop, with what the same order did elsewhere', async () => {
    const org = await createAccess()
    const parent = await org.session({ origin: 'observed' })
    await org.session({ parentId: parent.id, depth: 1 })
    await revokeSessions(
      byRita(org),
      revokeSessionsInput.parse({ sessionIds: [parent.publicId], reason: 'Too broad.' }),
    )
    const minute = { orgId: org.orgId, sessionId: parent.id, minute: at('+1m'), allowedCount: 2 }
    await org.db.delegatedSessionActivity.create({ data: minute })
    const receipt = await findRevocationReceipt(org.ctx, parent.publicId)
    expect(receipt).toMatchObject({ reason: 'Too broad.', requestedBy: 'Rita', status: 'in-progress', usesSince: 2 })
    expect(receipt?.hops).toMatchObject([{ confirmedAt: null, mayWorkUntil: at('+1h') }])
    expect(receipt?.others).toMatchObject({ sessions: 1, open: 0 })
    const told = (await listSessionTimeline(org.ctx, parent.publicId)).map((moment) => moment.what)
    expect(told).toEqual(expect.arrayContaining(['late', 'ordered', 'child', 'issued']))
    expect(told[0]).toBe('late')
  })
})
