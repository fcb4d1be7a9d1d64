import { beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { narrowGrant, narrowGrantInput } from '@/lib/commands/narrow-grant'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { widenGrant, widenGrantInput } from '@/lib/commands/widen-grant'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import { reader } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import type { Context } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

let acme: Organisation
beforeEach(async () => {
  acme = await createLifecycle()
})

const purpose = 'The season goes on.'
const reason = 'It needs less.'
const extend = (ctx: Context, grantId: string, over: Partial<z.input<typeof extendGrantInput>> = {}) =>
  extendGrant(ctx, extendGrantInput.parse({ grantId, purpose, expiresAt: at('+60d'), ...over }))
const widen = (ctx: Context, grantId: string, over: Partial<z.input<typeof widenGrantInput>>) =>
  widenGrant(ctx, widenGrantInput.parse({ grantId, purpose, ...over }))
const narrow = (ctx: Context, grantId: string, over: Partial<z.input<typeof narrowGrantInput>>) =>
  narrowGrant(ctx, narrowGrantInput.parse({ grantId, reason, ...over }))
const termsOf = async (grantId: string) => {
  const found = await readGrantTerms(reader(), acme.orgId, fromPublicId('grant', grantId))
  if (!found?.terms) throw new Error('a managed grant has terms')
  return found.terms
}
const writing = () => [{ systemId: acme.systemId, permissions: ['case:list', 'case:read', 'case:write'] }]

describe('an extension', () => {
  it('waits for people, and the grant ends when it did until they agree', async () => {
    const grantId = await acme.grant()
    const asked = await extend(acme.as('manager'), grantId)
    expect(asked).toMatchObject({ grantId, status: 'pending' })
    expect((await acme.readGrant(grantId)).expiresAt).toEqual(at('+30d'))
    await acme.decide(acme.as('approver'), grantId, { approvalId: asked.approvalId })
    expect(await acme.readGrant(grantId)).toMatchObject({ status: 'active', expiresAt: at('+60d') })
    expect(await acme.readEvents('grant.extended')).toHaveLength(1)
  })

  it('of a length counts from the approval', async () => {
    const grantId = await acme.grant()
    const asked = await extend(acme.as('manager'), grantId, { expiresAt: undefined, durationSeconds: 60 * 86_400 })
    await acme.decide(acme.as('approver', at('+12h')), grantId, { approvalId: asked.approvalId })
    expect((await acme.readGrant(grantId)).expiresAt).toEqual(new Date(at('+12h').getTime() + 60 * 86_400_000))
  })

  it('that is denied leaves the grant as it was', async () => {
    const grantId = await acme.grant()
    const before = await termsOf(grantId)
    const { approvalId } = await extend(acme.as('manager'), grantId)
    await acme.decide(acme.as('approver'), grantId, { approvalId, vote: 'deny' })
    expect(await termsOf(grantId)).toEqual(before)
    expect((await acme.readGrant(grantId)).status).toBe('active')
  })

  it('is no way to shorten, nor to extend what has no end', async () => {
    const grantId = await acme.grant()
    await expect(extend(acme.as('manager'), grantId, { expiresAt: at('+1d') })).rejects.toMatchObject({
      code: 'nothing_to_change',
    })
    const permanent = await acme.grant({ expiresAt: null })
    await expect(extend(acme.as('manager'), permanent)).rejects.toMatchObject({ code: 'nothing_to_change' })
  })

  it('of a grant that is over is a renewal', async () => {
    const grantId = await acme.grant({ expiresAt: at('+1h') })
    await expect(extend(acme.as('manager', at('+2h')), grantId)).rejects.toMatchObject({ code: 'lapsed' })
    const renewed = await acme.request({ renewsGrantId: grantId }, acme.as('manager', at('+2h')))
    expect(await acme.readGrant(renewed)).toMatchObject({ renewsGrantId: fromPublicId('grant', grantId) })
    const approval = await reader().approval.findFirstOrThrow({
      where: { orgId: acme.orgId, subjectId: fromPublicId('grant', renewed) },
    })
    expect(approval.asked).toMatchObject({ change: 'renew' })
  })

  it('comes to nothing where the grant is revoked meanwhile', async () => {
    const grantId = await acme.grant()
    const { approvalId } = await extend(acme.as('manager'), grantId)
    await revokeGrant(acme.as('reviewer'), { grantId, reason })
    await expect(acme.decide(acme.as('approver'), grantId, { approvalId })).rejects.toMatchObject({
      code: 'wrong_status',
    })
    expect(await acme.readGrant(grantId)).toMatchObject({ status: 'revoked', expiresAt: at('+30d') })
    expect(await acme.readEvents('approval.withdrawn')).toHaveLength(1)
  })

  it('raced by a revocation leaves no grant that stands', async () => {
    const grantId = await acme.grant()
    const { approvalId } = await extend(acme.as('manager'), grantId)
    await Promise.allSettled([
      acme.decide(acme.as('approver'), grantId, { approvalId }),
      revokeGrant(acme.as('reviewer'), { grantId, reason }),
    ])
    expect((await acme.readGrant(grantId)).status).toBe('revoked')
    const where = { orgId: acme.orgId, subjectKind: 'grant', status: 'pending' }
    expect(await reader().approval.count({ where })).toBe(0)
  })
})

describe('one change at a time', () => {
  it('a second waits until the first is decided or withdrawn', async () => {
    const grantId = await acme.grant()
    const first = await extend(acme.as('manager'), grantId)
    await expect(widen(acme.as('admin'), grantId, { targets: writing() })).rejects.toMatchObject({
      code: 'change_pending',
      details: { approvalId: first.approvalId },
    })
    await withdrawRequest(acme.as('manager'), { approvalId: first.approvalId, reason })
    expect(await acme.readGrant(grantId)).toMatchObject({ status: 'active', expiresAt: at('+30d') })
    expect(await widen(acme.as('admin'), grantId, { targets: writing() })).toMatchObject({ status: 'pending' })
  })

  it('of two asked at once one waits and one is refused', async () => {
    const grantId = await acme.grant()
    const asked = await Promise.allSettled([extend(acme.as('manager'), grantId), extend(acme.as('admin'), grantId)])
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const where = { orgId: acme.orgId, subjectId: fromPublicId('grant', grantId), status: 'pending' }
    expect(await reader().approval.count({ where })).toBe(1)
  })
})

describe('widening', () => {
  it('is a new approval of the whole, and gives nothing before', async () => {
    const grantId = await acme.grant()
    const { approvalId } = await widen(acme.as('manager'), grantId, { targets: writing() })
    expect((await termsOf(grantId)).targets[0]?.permissions).toEqual(['case:list', 'case:read'])
    const approval = await reader().approval.findFirstOrThrow({
      where: { orgId: acme.orgId, status: 'pending' },
    })
    expect(approval.asked).toMatchObject({
      change: 'widen',
      before: { targets: [{ permissions: ['case:list', 'case:read'] }] },
      terms: { targets: [{ permissions: ['case:list', 'case:read', 'case:write'] }] },
    })
    await acme.decide(acme.as('approver'), grantId, { approvalId })
    expect((await termsOf(grantId)).targets[0]?.permissions).toEqual(['case:list', 'case:read', 'case:write'])
  })

  it('is needed for anything that the grant does not allow', async () => {
    const grantId = await acme.grant({
      targets: [{ systemId: acme.systemId, permissions: ['case:read'], tenants: ['eu'] }],
    })
    const targets = [{ systemId: acme.systemId, permissions: ['case:read'] }]
    for (const more of [{ targets }, { maxSessionTtlSeconds: 7200 }, { expiresAt: null }, { maxChainDepth: 3 }]) {
      await expect(narrow(acme.as('admin'), grantId, more), JSON.stringify(more)).rejects.toMatchObject({
        code: 'not_narrower',
      })
    }
    expect(await acme.readEvents('grant.narrowed')).toHaveLength(0)
  })

  it('is refused where nothing is wider', async () => {
    const grantId = await acme.grant()
    await expect(widen(acme.as('admin'), grantId, { maxSessionTtlSeconds: 600 })).rejects.toMatchObject({
      code: 'nothing_to_change',
    })
  })
})

describe('narrowing', () => {
  it('holds at once, asks nobody and is on record with what stood before', async () => {
    const grantId = await acme.grant()
    const targets = [{ systemId: acme.systemId, permissions: ['case:list'] }]
    const done = await narrow(acme.as('reviewer'), grantId, { targets, maxSessionTtlSeconds: 600 })
    expect(done.breadth.after).toBeLessThan(done.breadth.before ?? 0)
    expect(await termsOf(grantId)).toMatchObject({ maxSessionTtlSeconds: 600, expiresAt: at('+30d') })
    const [event] = await acme.readEvents('grant.narrowed')
    expect(event).toMatchObject({ reason, data: { before: { maxSessionTtlSeconds: 3600 } } })
    expect(await reader().approval.count({ where: { orgId: acme.orgId, status: 'pending' } })).toBe(0)
    const refused = await acme.ask(grantId, { permissions: ['case:read'] })
    expect(refused).toHaveProperty('refusals')
  })

  it('leaves the sessions that live theirs, unless they are to end', async () => {
    const grantId = await acme.grant()
    const session = await acme.session(grantId)
    const kept = await narrow(acme.as('reviewer'), grantId, { maxSessionTtlSeconds: 900 })
    expect([kept.ended, (await acme.readSession(session)).status]).toEqual([0, 'active'])
    const ended = await narrow(acme.as('reviewer'), grantId, { maxSessionTtlSeconds: 600, endSessions: true })
    expect([ended.ended, (await acme.readSession(session)).status]).toEqual([1, 'revoked'])
    expect(ended.revocationId).not.toBeNull()
  })

  it('withdraws a change that waits: what was asked of the wider one cannot undo it', async () => {
    const grantId = await acme.grant()
    const { approvalId } = await widen(acme.as('manager'), grantId, { targets: writing() })
    await narrow(acme.as('reviewer'), grantId, { maxSessionTtlSeconds: 600 })
    await expect(acme.decide(acme.as('approver'), grantId, { approvalId })).rejects.toMatchObject({
      code: 'wrong_status',
    })
    expect((await termsOf(grantId)).maxSessionTtlSeconds).toBe(600)
  })

  it('is for reviewers, and for those whom the grant concerns', async () => {
    const grantId = await acme.grant()
    await expect(narrow(acme.as('manager'), grantId, { maxSessionTtlSeconds: 600 })).rejects.toMatchObject({
      code: 'not_yours',
    })
    const own = await acme.request({}, acme.as('manager'))
    await acme.approve(own)
    expect(await narrow(acme.as('manager'), own, { maxSessionTtlSeconds: 600 })).toMatchObject({ grantId: own })
  })

  it('that changes nothing is refused', async () => {
    const grantId = await acme.grant()
    await expect(narrow(acme.as('reviewer'), grantId, { maxSessionTtlSeconds: 3600 })).rejects.toMatchObject({
      code: 'nothing_to_change',
    })
  })
})

describe('withdrawing a request', () => {
  it('ends it, and whoever approves later is told so', async () => {
    const grantId = await acme.request({}, acme.as('manager'))
    const approvalId = await acme.approvalOf(grantId)
    await withdrawRequest(acme.as('manager'), { approvalId, reason })
    expect((await acme.readGrant(grantId)).status).toBe('revoked')
    await expect(acme.decide(acme.as('approver'), grantId, { approvalId })).rejects.toMatchObject({
      code: 'wrong_status',
      details: { status: 'withdrawn' },
    })
  })

  it('is for whoever asked', async () => {
    const approvalId = await acme.approvalOf(await acme.request({}, acme.as('admin')))
    await expect(withdrawRequest(acme.as('manager'), { approvalId, reason })).rejects.toMatchObject({
      code: 'not_yours',
    })
  })

  it('raced by the approval has one outcome, on which grant and question agree', async () => {
    for (let round = 0; round < 4; round++) {
      const grantId = await acme.request({}, acme.as('manager'))
      const approvalId = await acme.approvalOf(grantId)
      const done = await Promise.allSettled([
        withdrawRequest(acme.as('manager'), { approvalId, reason }),
        acme.decide(acme.as('approver'), grantId, { approvalId }),
      ])
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const where = { orgId_id: { orgId: acme.orgId, id: fromPublicId('approval', approvalId) } }
      const { status } = await reader().approval.findUniqueOrThrow({ where })
      const grant = await acme.readGrant(grantId)
      expect(`${status} ${grant.status}`).toMatch(/^(withdrawn revoked|approved active)$/)
    }
  })

  it('of a request that has lapsed is too late', async () => {
    const approvalId = await acme.approvalOf(await acme.request({}, acme.as('manager')))
    await expect(withdrawRequest(acme.as('manager', at('+2d')), { approvalId, reason })).rejects.toMatchObject({
      code: 'lapsed',
    })
  })
})

describe('a service that asks', () => {
  const service = (identityId: string, now = NOW): Context => ({
    orgId: acme.orgId,
    actor: {
      kind: 'service',
      identityId: fromPublicId('identity', identityId),
      name: 'support-agent',
      token: { id: 'token', scopes: ['requests:write'] },
    },
    now,
  })
  const input = () =>
    requestGrantInput.parse({
      ...{ name: 'Answer cases', purpose, principalId: acme.principalId, actorId: acme.actorId, expiresAt: at('+1d') },
      ...{ maxSessionTtlSeconds: 900, targets: [{ systemId: acme.systemId, permissions: ['case:read'] }] },
    })

  it('asks for what it would do itself', async () => {
    const { grantId } = await requestGrant(service(acme.actorId), input())
    expect(await acme.readGrant(grantId)).toMatchObject({
      status: 'pending',
      requestedByIdentityId: fromPublicId('identity', acme.actorId),
    })
  })

  it('arms no other, and changes no other’s grant', async () => {
    const another = await acme.identity({ name: 'another' })
    await expect(requestGrant(service(another), input())).rejects.toMatchObject({ code: 'not_yours' })
    const grantId = await acme.grant()
    await expect(extend(service(another), grantId)).rejects.toMatchObject({ code: 'not_yours' })
    await expect(narrow(service(another), grantId, { maxSessionTtlSeconds: 60 })).rejects.toMatchObject({
      code: 'not_yours',
    })
    expect(await extend(service(acme.actorId), grantId)).toMatchObject({ status: 'pending' })
  })

  it('withdraws its own request', async () => {
    const { approvalId } = await requestGrant(service(acme.actorId), input())
    expect(await withdrawRequest(service(acme.actorId), { approvalId, reason })).toMatchObject({ status: 'withdrawn' })
  })
})
