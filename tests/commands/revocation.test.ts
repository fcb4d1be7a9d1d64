import { describe, expect, it, vi } from 'vitest'
import { expireAccess } from '@/lib/commands/expire-access'
import { lockSessions, unlockSessions } from '@/lib/commands/lock-sessions'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { revokeGrants } from '@/lib/commands/revoke-grants'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { settleDeliveries } from '@/lib/commands/settle-deliveries'
import { resumeGrant, suspendGrant } from '@/lib/commands/suspend-grant'
import { CONNECTORS } from '@/lib/connectors/registry'
import { mutate, reader } from '@/lib/db'
import { effectiveStatus } from '@/lib/domain/delegated-session'
import type { SessionStatus } from '@/lib/domain/life'
import { fromPublicId, toPublicId } from '@/lib/id'
import { deliverRevocation } from '@/lib/jobs/deliver-revocation'
import { runTask } from '@/lib/jobs/registry'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const reason = 'Too broad for what it does.'

function revoke(org: Organisation, sessionIds: string[], more: object = {}, now = NOW) {
  return revokeSessions(org.as('reviewer', now), revokeSessionsInput.parse({ sessionIds, reason, ...more }))
}

const statusOf = async (org: Organisation, id: string) => (await org.readSession(id)).status
const deliveriesOf = (org: Organisation) => reader().revocationDelivery.findMany({ where: { orgId: org.orgId } })

async function onlyRevocation(org: Organisation) {
  const [revocation, ...others] = await reader().revocation.findMany({ where: { orgId: org.orgId } })
  expect(others).toEqual([])
  if (!revocation) throw new Error('no revocation')
  return revocation
}

async function jobsOf(org: Organisation, task: string) {
  return reader().$queryRaw<{ payload: unknown }[]>`
    select p.payload from graphile_worker._private_jobs p join graphile_worker._private_tasks t on t.id = p.task_id
    where t.identifier = ${task} and p.payload->>'orgId' = ${org.orgId}`
}

describe('revoking a session that Remit issued', () => {
  it('ends it at once, with a confirmed delivery, a receipt and the reason on record', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant())
    const result = await revoke(org, [id])
    expect(result).toMatchObject({ ended: 1, revoking: 0, mayWorkUntil: undefined, leftOut: [] })
    expect(await org.readSession(id)).toMatchObject({ status: 'revoked', endedAt: NOW, endedBy: 'revocation' })
    expect(await onlyRevocation(org)).toMatchObject({
      status: 'confirmed',
      completedAt: NOW,
      reason,
      mayWorkUntil: null,
    })
    expect(await deliveriesOf(org)).toMatchObject([
      { status: 'confirmed', channel: 'record', hop: 'Remit', confirmedAt: NOW },
    ])
    expect(await org.readEvents('session.revoked')).toMatchObject([{ actorName: 'reviewer', reason }])
    expect(await jobsOf(org, 'deliver-revocation')).toEqual([])
  })

  it('ends its children with it, in one order, and keeps those under another active grant when told so', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ maxChainDepth: 2 })
    const ownGrant = await org.grant({ maxChainDepth: 2, name: 'another' })
    const build = async () => {
      const parent = await org.session(grantId)
      const child = await org.child(parent, grantId)
      const own = await org.child(parent, ownGrant)
      return { parent, child, own, below: await org.child(own, ownGrant) }
    }
    const [all, some] = [await build(), await build()]
    expect(await revoke(org, [all.parent])).toMatchObject({ ended: 4 })
    const events = await org.readEvents('session.revoked')
    expect(new Set(events.map(({ at }) => at.getTime())).size).toBe(1)
    expect(events.map(({ data }) => (data as { withParent: boolean }).withParent)).toEqual([false, true, true, true])
    const kept = await revoke(org, [some.parent], { keepChildrenUnderAnotherGrant: true })
    expect(kept).toMatchObject({ ended: 2, leftOut: [{ sessionId: some.own, reason: 'kept-under-its-own-grant' }] })
    expect(await Promise.all([some.child, some.own, some.below].map((id) => statusOf(org, id)))).toEqual([
      'revoked',
      'active',
      'active',
    ])
  })

  it('does not keep children under a grant that is over or suspended', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ maxChainDepth: 1 })
    const [brief, paused] = [
      await org.grant({ maxChainDepth: 1, expiresAt: at('+5m'), name: 'brief' }),
      await org.grant({ maxChainDepth: 1, name: 'paused' }),
    ]
    const parent = await org.session(grantId)
    await org.child(parent, paused)
    await suspendGrant(org.as('reviewer'), { grantId: paused, reason })
    expect(await revoke(org, [parent], { keepChildrenUnderAnotherGrant: true })).toMatchObject({ ended: 2 })
    const another = await org.session(grantId)
    const child = await org.child(another, brief, { expiresAt: at('+5m') })
    await revoke(org, [another], { keepChildrenUnderAnotherGrant: true }, at('+4m'))
    expect(await statusOf(org, child)).toBe('active')
  })

  it('leaves out, with the reason, what is over or being revoked, and refuses when nothing is left', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    const [live, gone, observed] = [await org.session(grantId), await org.session(grantId), await org.observed()]
    await revoke(org, [gone, observed])
    expect(await revoke(org, [gone, observed, live])).toMatchObject({
      ended: 1,
      leftOut: expect.arrayContaining([
        { sessionId: gone, reason: 'already-ended' },
        { sessionId: observed, reason: 'already-revoking' },
      ]),
    })
    await expect(revoke(org, [gone, observed, live])).rejects.toMatchObject({ code: 'nothing_to_revoke' })
    const over = await org.session(grantId, { ttlSeconds: 60 })
    await expect(revoke(org, [over], {}, at('+1m'))).rejects.toMatchObject({ code: 'nothing_to_revoke' })
  })

  it('suspends the grants behind what falls when told so, and only those', async () => {
    const org = await createLifecycle()
    const [grantId, other] = [await org.grant(), await org.grant({ name: 'other' })]
    const [first, second] = [await org.session(grantId), await org.session(grantId)]
    expect(await revoke(org, [first])).toMatchObject({ suspendedGrants: 0 })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'active' })
    expect(await revoke(org, [second], { suspendGrants: true })).toMatchObject({ suspendedGrants: 1 })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'suspended', suspendedAt: NOW })
    expect(await org.readGrant(other)).toMatchObject({ status: 'active' })
    expect(await org.ask(grantId)).toMatchObject({ refusals: [{ code: 'grant-not-active' }] })
    await resumeGrant(org.as('reviewer'), { grantId, reason })
    expect(await org.ask(grantId)).toHaveProperty('sessionId')
  })

  it('names a finding of this organisation only', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant())
    const findingId = id.replace('ses_', 'fnd_')
    await expect(revoke(org, [id], { findingId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await statusOf(org, id)).toBe('active')
  })
})

describe('revoking a session that Remit only observes', () => {
  it('is ordered, not done: pending, with a job that tells its connector', async () => {
    const org = await createLifecycle()
    const id = await org.observed()
    expect(await revoke(org, [id])).toMatchObject({ ended: 0, revoking: 1, mayWorkUntil: at('+1h').toISOString() })
    expect(await org.readSession(id)).toMatchObject({ status: 'revoking', endedAt: null })
    const revocation = await onlyRevocation(org)
    expect(revocation).toMatchObject({ status: 'in-progress', completedAt: null, mayWorkUntil: at('+1h') })
    expect(await deliveriesOf(org)).toMatchObject([{ status: 'pending', channel: 'policy', confirmedAt: null }])
    expect(await jobsOf(org, 'deliver-revocation')).toEqual([
      { payload: { orgId: org.orgId, revocationId: revocation.id } },
    ])
    expect((await org.readEvents('session.revocation-ordered'))[0]).toMatchObject({ reason })
    expect(await org.readEvents('session.revoked')).toEqual([])
  })

  it('says that it may work for ever when it never ends by itself', async () => {
    const org = await createLifecycle()
    expect(await revoke(org, [await org.observed({ expiresAt: null })])).toMatchObject({ mayWorkUntil: null })
  })

  it('without a channel is impossible, and the session works until it expires; then the order has lapsed', async () => {
    const org = await createLifecycle()
    const id = await org.observed()
    await revoke(org, [id])
    const { id: revocationId } = await onlyRevocation(org)
    await runTask('deliver-revocation', { orgId: org.orgId, revocationId }, at('+1m'))
    expect(await deliveriesOf(org)).toMatchObject([{ status: 'impossible', channel: 'none', mayWorkUntil: at('+1h') }])
    expect(await statusOf(org, id)).toBe('revoking')
    expect(await onlyRevocation(org)).toMatchObject({ status: 'in-progress' })
    await runTask('deliver-revocation', { orgId: org.orgId, revocationId }, at('+2m'))
    await expireAccess(org.remit(at('+59m')))
    expect(await statusOf(org, id)).toBe('revoking')
    await expireAccess(org.remit(at('+60m')))
    expect(await org.readSession(id)).toMatchObject({ status: 'expired', endedBy: 'expiry', endedAt: at('+1h') })
    expect(await deliveriesOf(org)).toMatchObject([{ status: 'expired', confirmedAt: null }])
    expect(await onlyRevocation(org)).toMatchObject({ status: 'lapsed', completedAt: at('+60m') })
    expect(await org.readEvents('session.revoked')).toEqual([])
  })

  it('with a revoker is over only when it confirms, however often it failed before', async () => {
    const org = await createLifecycle()
    const id = await org.observed({}, true)
    await revoke(org, [id])
    const { id: revocationId } = await onlyRevocation(org)
    const answers = [new Error('unreachable'), new Error('unreachable'), 'sent' as const]
    const revoker = vi.fn(async () => {
      const answer = answers.shift() ?? 'confirmed'
      if (answer instanceof Error) throw answer
      return answer
    })
    vi.spyOn(CONNECTORS, 'aws-cloudtrail', 'get').mockReturnValue({ name: 'test', revoker: { revoke: revoker } })
    const payload = { orgId: org.orgId, revocationId }
    for (const again of [at('+1m'), at('+2m')]) {
      await expect(deliverRevocation(payload, again)).rejects.toThrow('not every hop')
      expect(await deliveriesOf(org)).toMatchObject([{ status: 'failed', lastError: 'Error' }])
    }
    expect(await deliveriesOf(org)).toMatchObject([{ attempts: 2 }])
    await deliverRevocation(payload, at('+3m'))
    expect(await statusOf(org, id)).toBe('revoking')
    const [delivery] = await deliveriesOf(org)
    expect(delivery).toMatchObject({ status: 'sent', attempts: 3, confirmedAt: null })
    await settleDeliveries(org.remit(at('+4m')), [{ deliveryId: delivery?.id ?? '', status: 'confirmed' }])
    expect(await org.readSession(id)).toMatchObject({ status: 'revoked', endedAt: at('+4m'), endedBy: 'revocation' })
    expect(await onlyRevocation(org)).toMatchObject({ status: 'confirmed', completedAt: at('+4m') })
    expect(await org.readEvents('session.revoked')).toHaveLength(1)
    const twice = settleDeliveries(org.remit(at('+5m')), [{ deliveryId: delivery?.id ?? '', status: 'confirmed' }])
    await expect(twice).rejects.toMatchObject({ code: 'not_found' })
  })

  it('together with one that Remit issued is complete only when all of it is', async () => {
    const org = await createLifecycle()
    const [managed, observed] = [await org.session(await org.grant()), await org.observed()]
    expect(await revoke(org, [managed, observed])).toMatchObject({ ended: 1, revoking: 1 })
    expect(await onlyRevocation(org)).toMatchObject({ status: 'in-progress' })
    const open = (await deliveriesOf(org)).find(({ status }) => status === 'pending')
    await settleDeliveries(org.remit(), [{ deliveryId: open?.id ?? '', status: 'confirmed' }])
    expect(await onlyRevocation(org)).toMatchObject({ status: 'confirmed' })
  })

  it('lapses even where the last hop confirms after another session has run out', async () => {
    const org = await createLifecycle()
    const [brief, long] = [await org.observed({ expiresAt: at('+5m') }), await org.observed()]
    await revoke(org, [brief, long])
    await expireAccess(org.remit(at('+6m')))
    expect(await onlyRevocation(org)).toMatchObject({ status: 'in-progress' })
    const open = (await deliveriesOf(org)).find(({ status }) => status === 'pending')
    await settleDeliveries(org.remit(at('+7m')), [{ deliveryId: open?.id ?? '', status: 'confirmed' }])
    expect(await statusOf(org, long)).toBe('revoked')
    await expireAccess(org.remit(at('+8m')))
    expect(await onlyRevocation(org)).toMatchObject({ status: 'lapsed' })
  })
})

describe('revoking a grant', () => {
  it('ends it for ever, with every live session under it and their children', async () => {
    const org = await createLifecycle()
    const [grantId, other] = [
      await org.grant({ maxChainDepth: 1 }),
      await org.grant({ maxChainDepth: 1, name: 'other' }),
    ]
    const first = await org.session(grantId)
    const child = await org.child(first, other)
    const unrelated = await org.session(other)
    expect(await revokeGrant(org.as('reviewer'), { grantId, reason })).toMatchObject({ ended: 2, grantStays: false })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'revoked', endedAt: NOW })
    expect(await Promise.all([first, child, unrelated].map((id) => statusOf(org, id)))).toEqual([
      'revoked',
      'revoked',
      'active',
    ])
    expect(await onlyRevocation(org)).toMatchObject({ scope: 'grant', scopeId: fromPublicId('grant', grantId) })
    await expect(revokeGrant(org.as('reviewer'), { grantId, reason })).rejects.toMatchObject({ code: 'wrong_status' })
  })

  it('leaves no way back: not by resuming, approving or writing', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    await revokeGrant(org.as('reviewer'), { grantId, reason })
    const refused = { code: 'wrong_status' }
    await expect(resumeGrant(org.as('reviewer'), { grantId, reason })).rejects.toMatchObject(refused)
    await expect(suspendGrant(org.as('reviewer'), { grantId, reason })).rejects.toMatchObject(refused)
    await expect(org.approve(grantId)).rejects.toMatchObject(refused)
    const write = mutate(org.remit(), async (tx) => {
      await tx.delegationGrant.updateMany({ where: { orgId: org.orgId }, data: { status: 'active' } })
      throw new Error('it was written')
    })
    await expect(write).rejects.toThrow(/cannot go from revoked to active/)
    expect(await org.ask(grantId)).toMatchObject({ refusals: [{ code: 'grant-not-active' }] })
  })

  it('that is only a request withdraws the question, so that nobody can approve it afterwards', async () => {
    const org = await createLifecycle()
    const grantId = await org.request()
    expect(await revokeGrant(org.as('reviewer'), { grantId, reason })).toMatchObject({ revocationId: null, ended: 0 })
    expect(await reader().approval.findMany({ where: { orgId: org.orgId } })).toMatchObject([{ status: 'withdrawn' }])
    await expect(org.approve(grantId)).rejects.toMatchObject({ code: 'wrong_status' })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'revoked' })
  })

  it('that Remit only observes leaves the grant and orders the end of its sessions', async () => {
    const org = await createLifecycle()
    const grantId = await mutateObservedGrant(org)
    const nothing = revokeGrant(org.as('reviewer'), { grantId, reason })
    await expect(nothing).rejects.toMatchObject({ code: 'nothing_to_revoke' })
    const id = await org.observed({ grantId: fromPublicId('grant', grantId) })
    expect(await revokeGrant(org.as('reviewer'), { grantId, reason })).toMatchObject({ revoking: 1, grantStays: true })
    expect(await statusOf(org, id)).toBe('revoking')
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'active', endedAt: null })
    expect(await org.readEvents('grant.revoked')).toEqual([])
    await expect(suspendGrant(org.as('reviewer'), { grantId, reason })).rejects.toMatchObject({ code: 'not_enforced' })
  })
})

async function mutateObservedGrant(org: Organisation): Promise<string> {
  const session = await org.readSession(await org.observed())
  const { orgId, id, principalId, actorId } = session
  await mutate(org.remit(), async (tx) => {
    const common = { origin: 'observed', name: 'a role', status: 'active', startsAt: NOW, createdAt: NOW }
    await tx.delegationGrant.create({ data: { orgId, id, principalId, actorId, ...common } })
    return { result: null, events: [{ action: 'grant.approved', subjectKind: 'grant', subjectId: id }] }
  })
  return toPublicId('grant', id)
}

describe('a lock', () => {
  it('stops a session until its time and no longer, and can be lifted before', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ maxChainDepth: 1 })
    const [id, observed] = [await org.session(grantId), await org.observed()]
    const sessionIds = [id, observed, id]
    const locked = await lockSessions(org.as('approver'), { sessionIds, until: at('+5m'), reason })
    expect(locked).toEqual({ changed: 1, leftOut: 1 })
    const effective = async (now: Date) => {
      const row = await org.readSession(id)
      return effectiveStatus({ ...row, status: row.status as SessionStatus }, now)
    }
    expect([await effective(at('+299s')), await effective(at('+300s'))]).toEqual(['locked', 'active'])
    const below = await org.grantToAnother()
    expect(await org.ask(below, { parentId: id }, at('+1m'))).toMatchObject({
      refusals: [{ code: 'parent-not-active' }],
    })
    expect(await org.ask(below, { parentId: id }, at('+5m'))).toHaveProperty('sessionId')
    await unlockSessions(org.as('approver', at('+2m')), { sessionIds: [id], reason })
    expect(await org.readSession(id)).toMatchObject({ status: 'active', lockedUntil: null })
    const again = unlockSessions(org.as('approver', at('+2m')), { sessionIds: [id], reason })
    await expect(again).rejects.toMatchObject({ code: 'nothing_to_change' })
  })

  it('that ran out is no lock: it cannot be lifted, and the session can be locked again', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant())
    await lockSessions(org.as('reviewer'), { sessionIds: [id], until: at('+5m'), reason })
    const late = unlockSessions(org.as('reviewer', at('+5m')), { sessionIds: [id], reason })
    await expect(late).rejects.toMatchObject({ code: 'nothing_to_change' })
    await lockSessions(org.as('reviewer', at('+5m')), { sessionIds: [id], until: at('+9m'), reason })
    expect(await org.readSession(id)).toMatchObject({ status: 'locked', lockedUntil: at('+9m') })
  })

  it('has an end, and does not save a session from being revoked', async () => {
    const org = await createLifecycle()
    const id = await org.session(await org.grant())
    const endless = lockSessions(org.as('reviewer'), { sessionIds: [id], until: NOW, reason })
    await expect(endless).rejects.toMatchObject({ code: 'invalid_input' })
    await lockSessions(org.as('reviewer'), { sessionIds: [id], until: at('+5m'), reason })
    expect(await revoke(org, [id])).toMatchObject({ ended: 1 })
    expect(await org.readSession(id)).toMatchObject({ status: 'revoked', lockedUntil: null })
  })
})

describe('revoking several grants', () => {
  it('ends each by an order of its own, tells what was left and why, and counts what ended', async () => {
    const org = await createLifecycle()
    const [first, second, over] = [await org.grant(), await org.grant(), await org.grant()]
    for (const grantId of [first, first, second]) await org.session(grantId)
    await revokeGrant(org.as('reviewer'), { grantId: over, reason })
    const result = await revokeGrants(org.as('reviewer'), { grantIds: [first, over, second, first], reason })
    expect(result).toMatchObject({ grants: 2, ended: 3, revoking: 0, mayWorkUntil: undefined, revocationId: null })
    expect(result.left).toMatchObject([{ grantId: over, code: 'wrong_status' }])
    const receipts = await reader().revocation.findMany({ where: { orgId: org.orgId, scope: 'grant' } })
    expect(receipts.map(({ scopeId }) => toPublicId('grant', scopeId ?? '')).toSorted()).toEqual(
      [first, second].toSorted(),
    )
    expect(await org.readEvents('grant.revoked')).toHaveLength(3)
  })

  it('is refused where there is nothing of any to revoke', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant()
    await revokeGrant(org.as('reviewer'), { grantId, reason })
    await expect(revokeGrants(org.as('reviewer'), { grantIds: [grantId], reason })).rejects.toMatchObject({
      code: 'nothing_to_revoke',
    })
  })
})
