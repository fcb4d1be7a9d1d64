import { beforeEach, describe, expect, it } from 'vitest'
import { decideApproval } from '@/lib/commands/decide-approval'
import { discardDraft } from '@/lib/commands/discard-draft'
import { endOwnAccess } from '@/lib/commands/end-own-access'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { saveDraft } from '@/lib/commands/save-draft'
import { tellApproval } from '@/lib/commands/tell-approval'
import { withdrawConsent } from '@/lib/commands/withdraw-consent'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import { reader } from '@/lib/db'
import { EMPTY_FORM } from '@/lib/domain/request-form'
import { fromPublicId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

let acme: Organisation
let mats: string
beforeEach(async () => {
  acme = await createLifecycle()
  mats = await acme.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })
})

const reason = 'I want it to stop.'
const consentOf = async (grantId: string) => {
  const consent = await reader().consent.findFirstOrThrow({
    where: { orgId: acme.orgId, grantId: fromPublicId('grant', grantId) },
  })
  return { ...consent, id: toPublicId('consent', consent.id) }
}
const agreed = async () => {
  const grantId = await acme.request({ principalId: mats })
  await acme.decide(acme.as('manager'), grantId)
  await acme.approve(grantId)
  return grantId
}

describe('consent', () => {
  it('is asked of the person in whose name it would be, before anybody else is', async () => {
    const grantId = await acme.request({ principalId: mats })
    expect(await consentOf(grantId)).toMatchObject({ status: 'asked', basis: 'person' })
    await expect(acme.approve(grantId)).rejects.toMatchObject({ code: 'not_asked' })
    expect(await acme.decide(acme.as('manager'), grantId)).toEqual({ status: 'pending' })
    expect(await acme.decide(acme.as('approver'), grantId)).toEqual({ status: 'approved' })
    expect(await consentOf(grantId)).toMatchObject({ status: 'given' })
  })

  it('declined ends the request, whatever approvers think', async () => {
    const grantId = await acme.request({ principalId: mats })
    await acme.decide(acme.as('manager'), grantId, { vote: 'deny' })
    expect((await acme.readGrant(grantId)).status).toBe('denied')
    expect(await consentOf(grantId)).toMatchObject({ status: 'declined' })
  })

  it('withdrawn ends the grant that rests on it and the sessions under it, with a receipt', async () => {
    const grantId = await agreed()
    const session = await acme.session(grantId)
    const { id: consentId } = await consentOf(grantId)
    const done = await withdrawConsent(acme.as('manager'), { consentId, reason })
    expect(done).toMatchObject({ ended: 1, grantId })
    expect(done.revocationId).not.toBeNull()
    expect((await acme.readGrant(grantId)).status).toBe('revoked')
    expect((await acme.readSession(session)).status).toBe('revoked')
    expect(await consentOf(grantId)).toMatchObject({ status: 'withdrawn' })
    expect(await acme.readEvents('consent.withdrawn')).toMatchObject([{ reason }])
    await expect(withdrawConsent(acme.as('manager'), { consentId, reason })).rejects.toMatchObject({
      code: 'wrong_status',
    })
  })

  it('that was given stays given where an approver denies, and says so on record', async () => {
    const grantId = await acme.request({ principalId: mats })
    await acme.decide(acme.as('manager'), grantId)
    expect(await consentOf(grantId)).toMatchObject({ status: 'given', answeredAt: NOW })
    expect(await acme.readEvents('consent.given')).toMatchObject([{ data: { by: 'vote' }, subjectName: 'Mats' }])
    await acme.decide(acme.as('approver'), grantId, { vote: 'deny', comment: 'Too broad.' })
    expect(await consentOf(grantId)).toMatchObject({ status: 'given', withdrawnAt: null })
    expect(await acme.readEvents('consent.declined')).toEqual([])
  })

  it('that is declined is on record with the reason', async () => {
    const grantId = await acme.request({ principalId: mats })
    await acme.decide(acme.as('manager'), grantId, { vote: 'deny', comment: 'Not for me.' })
    expect(await acme.readEvents('consent.declined')).toMatchObject([{ reason: 'Not for me.' }])
    expect(await acme.readEvents('consent.given')).toEqual([])
  })

  it('taken back while others still decide denies the question, and whoever asked is told why', async () => {
    const grantId = await acme.request({ principalId: mats })
    await acme.decide(acme.as('manager'), grantId)
    const { id: consentId } = await consentOf(grantId)
    const approvalId = await acme.approvalOf(grantId)
    expect(await withdrawConsent(acme.as('manager'), { consentId, reason })).toMatchObject({ ended: 0, grantId })
    expect((await acme.readGrant(grantId)).status).toBe('denied')
    expect(await consentOf(grantId)).toMatchObject({ status: 'withdrawn' })
    expect(await acme.readEvents('grant.denied')).toMatchObject([{ reason: `Mats took the consent back: ${reason}` }])
    await expect(acme.approve(grantId)).rejects.toMatchObject({ code: 'wrong_status' })
    await tellApproval(acme.remit(), { approvalId: fromPublicId('approval', approvalId), what: 'decided' })
    const { actor } = acme.as('admin')
    const told = await reader().message.findMany({ where: { orgId: acme.orgId, kind: 'approval.decided' } })
    const theirs = told.filter(({ memberId }) => actor.kind === 'member' && memberId === actor.memberId)
    expect(JSON.stringify(theirs)).toContain(reason)
  })

  it('to a change, taken back while others decide, leaves the grant as it was', async () => {
    const grantId = await agreed()
    const before = await acme.readGrant(grantId)
    const input = { grantId, expiresAt: at('+60d'), purpose: 'Still needed.' }
    const { approvalId } = await extendGrant(acme.as('admin'), extendGrantInput.parse(input))
    await decideApproval(acme.as('manager'), { approvalId, vote: 'approve' })
    const where = { orgId: acme.orgId, approvalId: fromPublicId('approval', approvalId) }
    const { id } = await reader().consent.findFirstOrThrow({ where })
    await withdrawConsent(acme.as('manager'), { consentId: toPublicId('consent', id), reason })
    expect(await acme.readGrant(grantId)).toMatchObject({ status: 'active', expiresAt: before.expiresAt })
    expect(await reader().consent.count({ where: { orgId: acme.orgId, status: 'given' } })).toBe(1)
  })

  it('is nobody else’s to withdraw, an admin’s neither', async () => {
    const { id: consentId } = await consentOf(await agreed())
    for (const role of ['admin', 'reviewer', 'approver'] as const)
      await expect(withdrawConsent(acme.as(role), { consentId, reason })).rejects.toMatchObject({ code: 'not_yours' })
  })

  it('that was asked goes with the request', async () => {
    const grantId = await acme.request({ principalId: mats })
    const approvalId = await acme.approvalOf(grantId)
    await withdrawRequest(acme.as('admin'), { approvalId, reason })
    expect(await consentOf(grantId)).toMatchObject({ status: 'withdrawn' })
    await expect(decideApproval(acme.as('manager'), { approvalId, vote: 'approve' })).rejects.toMatchObject({
      code: 'wrong_status',
    })
  })
})

describe('ending what is done in my name', () => {
  it('takes no role: a grant with its sessions, or one session', async () => {
    const grantId = await agreed()
    const [one, other] = [await acme.session(grantId), await acme.session(grantId)]
    expect(await endOwnAccess(acme.as('manager'), { sessionId: one, reason })).toMatchObject({ ended: 1 })
    expect([(await acme.readSession(one)).status, (await acme.readSession(other)).status]).toEqual([
      'revoked',
      'active',
    ])
    expect(await endOwnAccess(acme.as('manager'), { grantId, reason })).toMatchObject({ ended: 1 })
    expect((await acme.readGrant(grantId)).status).toBe('revoked')
  })

  it('is not ending what is done in another’s', async () => {
    const grantId = await acme.grant()
    const sessionId = await acme.session(grantId)
    for (const what of [{ grantId }, { sessionId }])
      await expect(endOwnAccess(acme.as('manager'), { ...what, reason })).rejects.toMatchObject({ code: 'not_yours' })
    expect((await acme.readGrant(grantId)).status).toBe('active')
  })

  it('lets a service drop what it does itself, and nothing else', async () => {
    const grantId = await acme.grant()
    const sessionId = await acme.session(grantId)
    const another = await acme.identity({ name: 'another' })
    const as = (identityId: string) => ({
      ...acme.as('admin'),
      actor: {
        ...{ kind: 'service' as const, identityId: fromPublicId('identity', identityId), name: 'a service' },
        token: { id: 'token', scopes: ['access:revoke' as const] },
      },
    })
    await expect(endOwnAccess(as(another), { sessionId, reason })).rejects.toMatchObject({ code: 'not_yours' })
    expect(await endOwnAccess(as(acme.actorId), { sessionId, reason })).toMatchObject({ ended: 1 })
  })
})

describe('a draft', () => {
  it('is kept, goes on, and is discarded by whoever began it', async () => {
    const form = { ...EMPTY_FORM, purpose: 'Something to come' }
    const { draftId } = await saveDraft(acme.as('manager'), { form })
    await saveDraft(acme.as('manager'), { draftId, form: { ...form, name: 'Named' } })
    const drafts = await reader().grantDraft.findMany({ where: { orgId: acme.orgId } })
    expect(drafts).toMatchObject([{ name: 'Named' }])
    await expect(discardDraft(acme.as('admin'), { draftId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(saveDraft(acme.as('admin'), { draftId, form })).rejects.toMatchObject({ code: 'not_found' })
    await discardDraft(acme.as('manager'), { draftId })
    expect(await reader().grantDraft.count({ where: { orgId: acme.orgId } })).toBe(0)
  })

  it('asks nobody', async () => {
    await saveDraft(acme.as('manager'), { form: EMPTY_FORM })
    expect(await reader().approval.count({ where: { orgId: acme.orgId } })).toBe(0)
    expect(await reader().delegationGrant.count({ where: { orgId: acme.orgId } })).toBe(0)
  })
})
