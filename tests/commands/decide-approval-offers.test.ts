import { describe, expect, it } from 'vitest'
import { answerOffer } from '@/lib/commands/answer-offer'
import { askSession } from '@/lib/commands/ask-session'
import { decideApproval } from '@/lib/commands/decide-approval'
import { makeOffer } from '@/lib/commands/make-offer'
import { pollSessionRequest } from '@/lib/commands/poll-session-request'
import { withdrawOffer } from '@/lib/commands/withdraw-offer'
import type { Context } from '@/lib/domain/context'
import type { OfferedTerms } from '@/lib/domain/counter-offer'
import { askedGrant } from '@/lib/domain/grant-terms'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createDeciding, type Deciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const note = 'A quarter of an hour is enough.'
const comment = 'Bounds checked.'
const offer = (ctx: Context, approvalId: string, terms: OfferedTerms) => makeOffer(ctx, { approvalId, terms, note })
const approve = (ctx: Context, approvalId: string, over: { revision?: number; onBehalfOf?: string } = {}) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment, ...over })

/** Two of three approvers have to say yes. */
async function createScene() {
  const org = await createDeciding()
  await org.rules(staged(stageOf(2)))
  const [one, two] = [await org.person('One'), await org.person('Two')]
  return { org, one, two, ...(await org.ask({ targets: [targetOf(org)] })) }
}

const targetOf = ({ systemId }: Deciding, permissions = ['case:list', 'case:read', 'case:write']) => ({
  systemId,
  permissions,
  resources: [],
  tenants: [],
})

describe('a counter-offer', () => {
  it('keeps the votes that were cast for more, and is the vote of whoever made it once it is taken', async () => {
    const { org, one, two, approvalId, grantId } = await createScene()
    await approve(one.ctx, approvalId)
    const made = await offer(two.ctx, approvalId, {
      maxSessionTtlSeconds: 900,
      targets: [targetOf(org, ['case:list'])],
    })
    expect(made).toMatchObject({ answer: 'awaited', keepsVotes: true, status: 'pending' })
    expect(await answerOffer(org.as('admin'), { offerId: made.offerId, answer: 'accept' })).toEqual({
      status: 'approved',
    })
    const grant = await org.readGrant(grantId)
    expect(grant).toMatchObject({ status: 'active', maxSessionTtlSeconds: 900, grantedCount: 1 })
    const { stages, offers } = await org.readApproval(approvalId)
    expect(stages[0]?.votes.map(({ revision, via }) => [revision, via]).sort()).toEqual([
      [0, 'page'],
      [1, 'offer'],
    ])
    expect(offers[0]).toMatchObject({ status: 'accepted', keepsVotes: true })
    const actions = (await org.readEvents()).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['approval.offered', 'approval.offer-accepted', 'grant.approved']))
  })

  it('that begins later drops them: nobody had agreed to it then', async () => {
    const { org, one, two, approvalId } = await createScene()
    await approve(one.ctx, approvalId)
    const made = await offer(two.ctx, approvalId, { startsAt: at('+7d'), expiresAt: at('+37d') })
    expect(made.keepsVotes).toBe(false)
    expect(await answerOffer(org.as('admin'), { offerId: made.offerId, answer: 'accept' })).toEqual({
      status: 'pending',
    })
    expect(await approve(one.ctx, approvalId)).toEqual({ status: 'approved' })
  })

  it.each<[string, (org: Deciding) => OfferedTerms]>([
    ['another permission', (org) => ({ targets: [targetOf(org, ['role:assign'])] })],
    ['a longer session', () => ({ maxSessionTtlSeconds: 7200 })],
    ['a grant that stands longer', () => ({ expiresAt: at('+90d') })],
    ['a grant without an end', () => ({ expiresAt: null, durationSeconds: null })],
    ['an earlier start', () => ({ startsAt: at('-10d'), expiresAt: at('+40d') })],
    ['more actors below it', () => ({ maxChainDepth: 9 })],
  ])('never gives more than was asked: %s', async (_, terms) => {
    const { org, one, approvalId } = await createScene()
    await expect(offer(one.ctx, approvalId, terms(org))).rejects.toMatchObject({ code: 'offer_too_wide' })
  })

  it('gives something, and something else than what is asked', async () => {
    const { org, one, approvalId } = await createScene()
    const code = 'invalid_input'
    await expect(offer(one.ctx, approvalId, {})).rejects.toMatchObject({ code })
    await expect(offer(one.ctx, approvalId, { expiresAt: at('-1d') })).rejects.toMatchObject({ code })
    await expect(offer(one.ctx, approvalId, { targets: [targetOf(org, ['nothing:known'])] })).rejects.toMatchObject({
      code: 'offer_too_wide',
    })
  })

  it('counts with a length as with a day, whichever was asked', async () => {
    const org = await createDeciding()
    const one = await org.person('One')
    const { approvalId, grantId } = await org.ask({ expiresAt: undefined, durationSeconds: 30 * 86_400 })
    const made = await offer(one.ctx, approvalId, { durationSeconds: 7 * 86_400 })
    const later = { ...org.as('admin'), now: at('+2h') }
    await answerOffer(later, { offerId: made.offerId, answer: 'accept' })
    expect((await org.readGrant(grantId)).expiresAt).toEqual(new Date(at('+7d').getTime() + 2 * 3_600_000))
  })

  it('is made by whoever may vote, one at a time', async () => {
    const { org, one, two, approvalId } = await createScene()
    const terms = { maxSessionTtlSeconds: 900 }
    await expect(offer(org.as('admin'), approvalId, terms)).rejects.toMatchObject({ code: 'self_approval' })
    await expect(offer(org.as('reviewer'), approvalId, terms)).rejects.toMatchObject({ code: 'not_asked' })
    const made = await offer(one.ctx, approvalId, terms)
    await expect(offer(two.ctx, approvalId, terms)).rejects.toMatchObject({ code: 'offer_open' })
    await expect(withdrawOffer(two.ctx, { offerId: made.offerId })).rejects.toMatchObject({ code: 'not_yours' })
    await withdrawOffer(one.ctx, { offerId: made.offerId })
    await expect(withdrawOffer(one.ctx, { offerId: made.offerId })).rejects.toMatchObject({ code: 'wrong_status' })
    expect(await offer(two.ctx, approvalId, terms)).toMatchObject({ answer: 'awaited' })
  })

  it('is answered by whoever asked, once', async () => {
    const { org, one, two, approvalId } = await createScene()
    const { offerId } = await offer(one.ctx, approvalId, { maxSessionTtlSeconds: 900 })
    await expect(answerOffer(two.ctx, { offerId, answer: 'accept' })).rejects.toMatchObject({ code: 'not_requester' })
    expect(await answerOffer(org.as('admin'), { offerId, answer: 'decline' })).toEqual({ status: 'pending' })
    await expect(answerOffer(org.as('admin'), { offerId, answer: 'accept' })).rejects.toMatchObject({
      code: 'wrong_status',
    })
    // What was asked stands as before.
    const asked = askedGrant.parse((await org.readApproval(approvalId)).asked)
    expect(asked.terms.maxSessionTtlSeconds).toBe(3600)
    expect(await approve(one.ctx, approvalId)).toEqual({ status: 'pending' })
  })

  it('ends with the question, however that is decided', async () => {
    const { org, one, two, approvalId } = await createScene()
    const { offerId } = await offer(one.ctx, approvalId, { maxSessionTtlSeconds: 900 })
    await decideApproval(two.ctx, { approvalId, vote: 'deny', comment })
    expect((await org.readApproval(approvalId)).offers[0]).toMatchObject({ status: 'withdrawn' })
    await expect(answerOffer(org.as('admin'), { offerId, answer: 'accept' })).rejects.toMatchObject({
      code: 'wrong_status',
    })
  })

  it('is no vote any more once its maker has lost the power', async () => {
    const { org, one, two, approvalId } = await createScene()
    await approve(one.ctx, approvalId)
    const { offerId } = await offer(two.ctx, approvalId, { maxSessionTtlSeconds: 900 })
    await org.change(two.memberId, { roles: ['reviewer'] })
    expect(await answerOffer(org.as('admin'), { offerId, answer: 'accept' })).toEqual({ status: 'pending' })
  })

  it('of whoever stands in for somebody is the vote of both', async () => {
    const org = await createDeciding()
    const team = await org.group('Team')
    await org.rules(staged(stageOf(1, team)))
    const absent = await org.person('Absent', { groups: [team] })
    const substitute = await org.person('Substitute', { roles: ['reviewer'] })
    await org.away(absent.memberId, substitute.memberId)
    const { approvalId } = await org.ask()
    const input = { approvalId, terms: { maxSessionTtlSeconds: 900 }, note, onBehalfOf: absent.id }
    const { offerId } = await makeOffer(substitute.ctx, input)
    expect(await answerOffer(org.as('admin'), { offerId, answer: 'accept' })).toEqual({ status: 'approved' })
    const [vote] = (await org.readApproval(approvalId)).stages.flatMap(({ votes }) => votes)
    expect(vote).toMatchObject({ memberId: substitute.memberId, onBehalfOfMemberId: absent.memberId })
  })

  it('changes what a vote in the same moment was for: that vote is refused', async () => {
    const { org, one, two, approvalId } = await createScene()
    const { offerId } = await offer(one.ctx, approvalId, { maxSessionTtlSeconds: 900 })
    await answerOffer(org.as('admin'), { offerId, answer: 'accept' })
    await expect(approve(two.ctx, approvalId, { revision: 0 })).rejects.toMatchObject({
      code: 'changed',
      details: { revision: 1 },
    })
    expect(await approve(two.ctx, approvalId, { revision: 1 })).toEqual({ status: 'approved' })
  })
})

describe('a counter-offer to a pipeline', () => {
  async function createRun() {
    const org = await createDeciding()
    await org.rules(staged(stageOf(1)))
    const one = await org.person('One')
    const grantId = await org.grant({ requiresSessionApproval: true, targets: [targetOf(org)] })
    const clientId = newId(NOW)
    await org.write(async (tx) => {
      const proof = { authMethods: ['client_secret_basic'], createdBy: 'test', createdAt: NOW }
      const identityId = fromPublicId('identity', org.actorId)
      await tx.client.create({ data: { orgId: org.orgId, id: clientId, identityId, name: 'ci', ...proof } })
      const subject = { subjectKind: 'client', subjectId: clientId } as const
      return { result: null, events: [{ action: 'client.created', ...subject }] }
    })
    const [principalId, actorId] = [fromPublicId('identity', org.principalId), fromPublicId('identity', org.actorId)]
    const asked = {
      ...{
        digest: 'd',
        grantId: fromPublicId('grant', grantId),
        grantName: 'Answer cases',
        clientId,
        principalId,
        actorId,
      },
      ...{ parentSessionId: null, systemIds: [fromPublicId('system', org.systemId)], audience: ['ticketing'] },
      ...{ permissions: ['case:list', 'case:write'], authorizationDetails: [], ttlSeconds: 3600, isDpopBound: false },
      ...{ purpose: null, ticket: null, context: { verified: {}, stated: {} } },
    }
    const { approvalId: id } = await askSession(org.remit(), asked)
    return { org, one, clientId, id, approvalId: toPublicId('approval', id) }
  }

  it('stands at once, for a machine does not answer: it gets what was approved', async () => {
    const { org, one, clientId, id, approvalId } = await createRun()
    const made = await offer(one.ctx, approvalId, {
      maxSessionTtlSeconds: 900,
      targets: [targetOf(org, ['case:list'])],
    })
    expect(made).toMatchObject({ answer: 'taken', keepsVotes: true, status: 'approved' })
    const polled = await pollSessionRequest(org.remit(), { id, clientId })
    expect(polled).toMatchObject({
      status: 'approved',
      asked: { permissions: ['case:list'], ttlSeconds: 900, digest: 'd' },
    })
  })

  it('is never wider', async () => {
    const { org, one, approvalId } = await createRun()
    for (const terms of [{ maxSessionTtlSeconds: 7200 }, { targets: [targetOf(org, ['role:assign'])] }])
      await expect(offer(one.ctx, approvalId, terms)).rejects.toMatchObject({ code: 'offer_too_wide' })
  })
})
