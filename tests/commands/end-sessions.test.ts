import { describe, expect, it } from 'vitest'
import { departIdentity } from '@/lib/commands/depart-identity'
import { recordUses, recordUsesInput } from '@/lib/commands/record-uses'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { resumeIdentity, suspendIdentity } from '@/lib/commands/suspend-identity'
import { fromPublicId } from '@/lib/id'
import { runTask } from '@/lib/jobs/registry'
import { findTokenSession } from '@/lib/queries/find-token-session'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const reason = 'Agreed with its owner.'
const sweep = (now: Date) => runTask('sweep-expired', {}, now)
const statusesOf = async (org: Organisation, ...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await org.readSession(id)).status))

/** A session that may lie for ten minutes, and one below it that may lie for ever. */
async function createIdle() {
  const org = await createLifecycle()
  const grantId = await org.grant({ idleTimeoutSeconds: 600 })
  const id = await org.session(grantId, { ttlSeconds: 3600 })
  const below = await org.session(await org.grantToAnother(), { parentId: id, ttlSeconds: 3600 })
  return { org, grantId, id, below }
}

describe('a session that is not used', () => {
  it('ends when its grant says, with what lives below it, each with its reason on record', async () => {
    const { org, id, below } = await createIdle()
    const lasting = await org.session(await org.grant({ name: 'lasting' }), { ttlSeconds: 3600 })
    await sweep(at('+599s'))
    expect(await statusesOf(org, id, below, lasting)).toEqual(['active', 'active', 'active'])
    await sweep(at('+11m'))
    expect(await org.readSession(id)).toMatchObject({ status: 'expired', endedBy: 'idle', endedAt: at('+10m') })
    expect(await org.readSession(below)).toMatchObject({ status: 'revoked', endedBy: 'revocation' })
    expect(await statusesOf(org, lasting)).toEqual(['active'])
    const ids = [id, below].map((each) => fromPublicId('session', each))
    expect(await org.readEvents('session.expired')).toMatchObject([
      { subjectId: ids[0], reason: expect.stringContaining('not used') },
    ])
    expect(await org.readEvents('session.revoked')).toMatchObject([
      { subjectId: ids[1], reason: expect.stringContaining('not used') },
    ])
    const before = (await org.readEvents()).length
    await sweep(at('+12m'))
    expect(await org.readEvents()).toHaveLength(before)
  })

  it('goes on as long as it is used in time', async () => {
    const { org, id } = await createIdle()
    const use = { permission: 'case:read', at: at('+9m'), count: 1 }
    await recordUses(org.remit(at('+9m')), recordUsesInput.parse({ sessionId: id, uses: [use] }))
    await sweep(at('+11m'))
    expect(await statusesOf(org, id)).toEqual(['active'])
    await sweep(at('+20m'))
    expect(await org.readSession(id)).toMatchObject({ status: 'expired', endedAt: at('+19m') })
  })
})

describe('a session whose grant has ended without it', () => {
  it('is given its end on record', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    const other = await org.session(await org.grant({ name: 'other' }), { ttlSeconds: 3600 })
    const first = await org.session(grantId, { ttlSeconds: 3600 })
    await revokeGrant(org.as('reviewer'), { grantId, reason })
    const late = await org.child(other, grantId)
    await sweep(at('+1m'))
    expect(await statusesOf(org, first, late, other)).toEqual(['revoked', 'revoked', 'active'])
    expect(await org.readEvents('session.revoked')).toMatchObject([{}, { reason: 'Its grant has ended.' }])
  })
})

describe('an identity that is suspended', () => {
  it('has no session that counts and gets none until it is resumed', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    const session = await org.session(grantId, { ttlSeconds: 3600 })
    const isActive = async () => {
      const asked = { sessionId: fromPublicId('session', session), tokenSha256: null }
      return (await findTokenSession(org.remit(), asked))?.isActive
    }
    for (const identityId of [org.principalId, org.actorId]) {
      expect(await isActive()).toBe(true)
      await suspendIdentity(org.as('reviewer'), { identityId, reason })
      expect(await isActive()).toBe(false)
      const code = identityId === org.principalId ? 'principal-not-active' : 'actor-not-active'
      expect(await org.ask(grantId)).toMatchObject({ refusals: [{ code }] })
      await expect(suspendIdentity(org.as('reviewer'), { identityId, reason })).rejects.toMatchObject({
        code: 'wrong_status',
      })
      await resumeIdentity(org.as('admin', at('+1m')), { identityId, reason })
    }
    expect(await isActive()).toBe(true)
    expect(await org.ask(grantId)).toHaveProperty('sessionId')
    const suspended = { actorName: 'reviewer', reason, at: NOW }
    expect(await org.readEvents('identity.suspended')).toMatchObject([suspended, suspended])
    expect(await org.readEvents('identity.resumed')).toMatchObject([{ actorName: 'admin' }, { actorName: 'admin' }])
  })

  it('that has departed is not brought back by resuming', async () => {
    const org = await createLifecycle()
    const input = { identityId: org.actorId, reason }
    await departIdentity(org.as('admin'), input)
    await expect(resumeIdentity(org.as('admin'), input)).rejects.toMatchObject({ code: 'wrong_status' })
    await expect(suspendIdentity(org.as('admin'), input)).rejects.toMatchObject({ code: 'wrong_status' })
  })
})
