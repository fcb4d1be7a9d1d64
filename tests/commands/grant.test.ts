import { describe, expect, it } from 'vitest'
import { expireAccess } from '@/lib/commands/expire-access'
import { recordUses, recordUsesInput } from '@/lib/commands/record-uses'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { resumeGrant } from '@/lib/commands/suspend-grant'
import { mutate, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const sessionsOf = (org: Organisation) => reader().delegatedSession.count({ where: { orgId: org.orgId } })
const attemptsOf = (org: Organisation) => reader().delegationAttempt.findMany({ where: { orgId: org.orgId } })

describe('a request for a grant', () => {
  it('allows nothing until an approver decides', async () => {
    const org = await createLifecycle()
    const grantId = await org.request()
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'pending', decidedAt: null })
    expect(await org.ask(grantId)).toMatchObject({ refusals: [{ code: 'grant-not-active' }] })
    const resumed = resumeGrant(org.as('reviewer'), { grantId, reason: 'Impatient.' })
    await expect(resumed).rejects.toMatchObject({ code: 'wrong_status' })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'pending' })
  })

  it('is not decided by its principal, its actor or the actor’s owner', async () => {
    const org = await createLifecycle()
    const ines = await org.identity({ kind: 'human', name: 'Approver', email: 'approver@example.com' })
    const owned = await org.identity({ kind: 'agent', name: 'owned', ownerId: ines })
    for (const parties of [{ principalId: ines }, { actorId: ines }, { actorId: owned }]) {
      const grantId = await org.request(parties)
      if ('principalId' in parties) expect(await org.approve(grantId), 'consent').toEqual({ status: 'pending' })
      await expect(org.approve(grantId)).rejects.toMatchObject({ code: 'self_approval' })
      expect(await org.readGrant(grantId)).toMatchObject({ status: 'pending' })
    }
  })

  it('is decided once, by somebody else than who asked', async () => {
    const org = await createLifecycle()
    const { actor, ...rest } = org.as('approver')
    const both: Context = { ...rest, actor: { ...actor, roles: ['admin', 'approver'] } as Context['actor'] }
    const grantId = await org.request({}, both)
    await expect(org.decide(both, grantId)).rejects.toMatchObject({ code: 'self_approval' })
    await expect(org.decide(org.remit(), grantId)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'pending' })
    const theirs = await org.request()
    await org.approve(theirs)
    await expect(org.approve(theirs)).rejects.toMatchObject({ code: 'wrong_status' })
  })

  it('starts its clock with the approval, and not before it was meant to start', async () => {
    const org = await createLifecycle()
    const [now, later] = [await org.request(), await org.request({ startsAt: at('+2d') })]
    for (const grantId of [now, later]) await org.approve(grantId, at('+5h'))
    expect(await org.readGrant(now)).toMatchObject({ status: 'active', startsAt: at('+5h'), decidedAt: at('+5h') })
    expect(await org.readGrant(later)).toMatchObject({ startsAt: at('+2d') })
    expect(await org.ask(later, {}, at('+1d'))).toMatchObject({ refusals: [{ code: 'grant-not-started' }] })
  })

  it('that is denied stays denied', async () => {
    const org = await createLifecycle()
    const grantId = await org.request()
    await org.decide(org.as('approver'), grantId, { vote: 'deny', comment: 'Too broad.' })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'denied', endedAt: NOW })
    expect((await org.readEvents('grant.denied'))[0]).toMatchObject({ reason: 'Too broad.' })
    await expect(org.approve(grantId)).rejects.toMatchObject({ code: 'wrong_status' })
  })

  it('lapses after a day, and cannot be approved from then on', async () => {
    const org = await createLifecycle()
    const [grantId, inTime] = [await org.request(), await org.request()]
    await org.approve(inTime, new Date(at('+1d').getTime() - 1))
    await expect(org.approve(grantId, at('+1d'))).rejects.toMatchObject({ code: 'lapsed' })
    expect(await expireAccess(org.remit(at('+1d')))).toMatchObject({ grants: 1 })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'expired' })
    expect(await reader().approval.count({ where: { orgId: org.orgId, status: 'lapsed' } })).toBe(1)
    expect((await org.readEvents('grant.expired'))[0]).toMatchObject({ reason: 'Nobody decided in time.' })
    expect(await org.readGrant(inTime)).toMatchObject({ status: 'active' })
  })

  it('cannot be approved when it would be over', async () => {
    const org = await createLifecycle()
    const grantId = await org.request({ expiresAt: at('+1h') })
    await expect(org.approve(grantId, at('+1h'))).rejects.toMatchObject({ code: 'lapsed' })
  })

  it.each([
    ['ends before it starts', { startsAt: at('+2d'), expiresAt: at('+1d') }, 'invalid_input'],
    ['ends in the past', { expiresAt: at('-1d'), startsAt: at('-2d') }, 'invalid_input'],
    ['is for someone unknown', { principalId: 'idn_01h455vb4pex5vsknk084sn02q' }, 'not_found'],
    ['is for something that is no id', { actorId: 'nobody' }, 'not_found'],
    ['is owned by an agent', { ownerId: 'actor' }, 'not_an_owner'],
    ['names a system twice', { targets: ['case:list', 'case:read'] }, 'invalid_input'],
    ['names a permission that its system does not know', { targets: ['case:destroy'] }, 'unknown_permission'],
  ])('is refused where it %s', async (_, { targets, ownerId, ...bounds }: Record<string, unknown>, code) => {
    const org = await createLifecycle()
    const toTarget = (key: string) => ({ systemId: org.systemId, permissions: [key] })
    const parts = {
      ...(targets ? { targets: (targets as string[]).map(toTarget) } : {}),
      ...(ownerId ? { ownerId: org.actorId } : {}),
    }
    await expect(org.request({ ...bounds, ...parts })).rejects.toMatchObject({ code })
    expect(await reader().delegationGrant.count({ where: { orgId: org.orgId } })).toBe(0)
  })
})

describe('a session', () => {
  it('is on record with its bounds, its breadth and the limit for its lifetime', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant(), { ttlSeconds: 900, purpose: 'Case 12' })
    const row = await org.readSession(id)
    expect(row).toMatchObject({
      origin: 'managed',
      status: 'active',
      issuedAt: NOW,
      expiresAt: at('+15m'),
      breadthLimit: 85,
    })
    expect(row).toMatchObject({ purpose: 'Case 12', grantedCount: 2, usedCount: 0, unusedShare: 1, isOverLimit: false })
    expect(row.breadth).toBeGreaterThan(0)
    expect(await org.readEvents('session.issued')).toHaveLength(1)
  })

  it('is held against the limits of its organisation', async () => {
    const org = await createLifecycle()
    const limits = { 1: [], 2: [{ untilSeconds: 60, maxBreadth: 90 }], 3: [] }
    await mutate(org.remit(), async (tx) => {
      await tx.organisation.update({ where: { id: org.orgId }, data: { limits } })
      return {
        result: null,
        events: [{ action: 'organisation.created', subjectKind: 'organisation', subjectId: org.orgId }],
      }
    })
    const id = await org.session(await org.grant(), { ttlSeconds: 61 })
    expect(await org.readSession(id)).toMatchObject({ breadthLimit: 0, isOverLimit: true })
    await recordUses(
      org.remit(),
      recordUsesInput.parse({ sessionId: id, uses: [{ permission: 'case:read', at: NOW }] }),
    )
    expect(await org.readSession(id)).toMatchObject({ breadthLimit: 0, isOverLimit: true, unusedShare: 0.5 })
  })

  it('that is refused is an attempt on record, and never a session', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    const answer = await org.ask(grantId, { permissions: ['case:read', 'role:assign'], ttlSeconds: 7200 })
    expect(answer).toMatchObject({ refusals: [{ code: 'permission-not-granted' }, { code: 'ttl-too-long' }] })
    expect(await sessionsOf(org)).toBe(0)
    expect(await attemptsOf(org)).toMatchObject([
      { errorCode: 'permission-not-granted', grantId: fromPublicId('grant', grantId), at: NOW },
    ])
    expect(await org.readEvents('session.refused')).toMatchObject([{ subjectId: fromPublicId('grant', grantId) }])
    expect(await org.readEvents('session.issued')).toEqual([])
  })

  it('is refused on a system that the grant does not cover, and where each has to be approved', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    expect(await org.ask(grantId, { systemId: await org.system() })).toMatchObject({
      refusals: [{ code: 'system-not-granted' }],
    })
    const careful = await org.grant({ requiresSessionApproval: true })
    expect(await org.ask(careful)).toMatchObject({ refusals: [{ code: 'needs-approval' }] })
    expect(await sessionsOf(org)).toBe(0)
  })

  it('is refused outside the windows of its grant, and told when it may be', async () => {
    const org = await createLifecycle()
    const window = { weekdays: [1], startMinute: 780, durationMinutes: 60, timeZone: 'Europe/Berlin' }
    const grantId = await org.grant({ windows: [window] })
    expect(await org.ask(grantId)).toHaveProperty('sessionId')
    const [refusal] = ((await org.ask(grantId, {}, at('+1h'))) as { refusals: { code: string; message: string }[] })
      .refusals
    const next = 'The next window opens at 2026-11-30T13:00+01:00 Europe/Berlin.'
    expect(refusal).toEqual({ code: 'outside-window', message: `Allowed only Mon 13:00–14:00 Europe/Berlin. ${next}` })
  })

  it('ends with its grant at the latest', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant({ expiresAt: at('+5m') }), { ttlSeconds: 3600 })
    expect(await org.readSession(id)).toMatchObject({ expiresAt: at('+5m') })
  })

  it('never outlives nor exceeds its parent, nor goes deeper than its grant allows', async () => {
    const org = await createLifecycle()
    const [grantId, second, third] = [await org.grant(), await org.grantToAnother(), await org.grantToAnother()]
    const last = await org.grantToAnother()
    const parent = await org.session(grantId, { ttlSeconds: 600, permissions: ['case:read'] })
    const child = await org.session(second, { parentId: parent, ttlSeconds: 3600 })
    const row = await org.readSession(child)
    expect(row).toMatchObject({ depth: 1, expiresAt: at('+10m'), parentId: fromPublicId('session', parent) })
    expect(row).toMatchObject({ grantedCount: 1 })
    const refused = async (by: string, wish: object, now = NOW) => {
      const answer = await org.ask(by, wish, now)
      return 'refusals' in answer ? answer.refusals.map(({ code }) => code) : []
    }
    expect(await refused(second, { parentId: parent, permissions: ['case:list'] })).toEqual(['broader-than-parent'])
    const more = { parentId: child, permissions: ['case:list'] }
    expect(await refused(second, more), 'its own, but more of it').toEqual(['broader-than-parent'])
    const closed = await org.session(await org.grantToAnother({ maxChainDepth: 0 }))
    expect(await refused(second, { parentId: closed })).toEqual(['chain-too-deep'])
    const grandchild = await org.session(third, { parentId: child })
    expect(await refused(second, { parentId: grandchild })).toEqual(['actor-already-in-chain', 'chain-too-deep'])
    expect(await refused(last, { parentId: grandchild })).toEqual(['chain-too-deep'])
    expect(await refused(second, { parentId: parent }, at('+10m'))).toEqual(['parent-not-active'])
    const input = revokeSessionsInput.parse({ sessionIds: [parent], reason: 'Over.' })
    await revokeSessions(org.as('reviewer'), input)
    expect(await refused(second, { parentId: parent })).toEqual(['parent-not-active'])
  })

  it('cannot take a permission to another system by naming it alike', async () => {
    const org = await createLifecycle()
    const other = await org.system({ name: 'another' })
    const targets = [org.systemId, other].map((systemId) => ({ systemId, permissions: ['case:read'] }))
    const parent = await org.session(await org.grant({ targets }))
    const grantId = await org.grantToAnother({ targets })
    expect(await org.ask(grantId, { parentId: parent, systemId: other })).toMatchObject({
      refusals: [{ code: 'broader-than-parent' }],
    })
  })

  it('is one of as many as may be at once, even where two ask for the last place at the same time', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ maxConcurrentSessions: 2 })
    await org.session(grantId, { ttlSeconds: 60 })
    const answers = await Promise.all(Array.from({ length: 4 }, () => org.ask(grantId)))
    expect(answers.filter((answer) => 'sessionId' in answer)).toHaveLength(1)
    const refused = answers.flatMap((answer) => ('refusals' in answer ? answer.refusals.map(({ code }) => code) : []))
    expect(refused).toEqual(Array(3).fill('too-many-sessions'))
    expect(await sessionsOf(org)).toBe(2)
    expect(await org.ask(grantId, {}, at('+1m'))).toHaveProperty('sessionId')
  })
})

describe('a sweep', () => {
  it('ends what time has ended and nothing else, and is silent when there is nothing', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ expiresAt: at('+10m') })
    const [short, long] = [
      await org.session(grantId, { ttlSeconds: 60 }),
      await org.session(grantId, { ttlSeconds: 300 }),
    ]
    const before = (await org.readEvents()).length
    expect(await expireAccess(org.remit(at('+59s')))).toEqual({ sessions: 0, grants: 0, hasMore: false })
    expect(await org.readEvents()).toHaveLength(before)
    expect(await expireAccess(org.remit(at('+1m')))).toMatchObject({ sessions: 1, grants: 0 })
    expect(await org.readSession(short)).toMatchObject({ status: 'expired', endedAt: at('+1m'), endedBy: 'expiry' })
    expect(await org.readSession(long)).toMatchObject({ status: 'active' })
    expect(await expireAccess(org.remit(at('+10m')))).toMatchObject({ sessions: 1, grants: 1 })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'expired', endedAt: at('+10m') })
    const after = await org.readEvents()
    expect(after.slice(before).map(({ action }) => action)).toEqual([
      'session.expired',
      'session.expired',
      'grant.expired',
    ])
  })

  it('that races another leaves one event for each end', async () => {
    const org = await createLifecycle()
    await org.session(await org.grant(), { ttlSeconds: 60 })
    await Promise.all(Array.from({ length: 4 }, () => expireAccess(org.remit(at('+2m')))))
    expect(await org.readEvents('session.expired')).toHaveLength(1)
  })
})
