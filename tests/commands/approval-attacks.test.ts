import { describe, expect, it } from 'vitest'
import { answerOffer } from '@/lib/commands/answer-offer'
import { assignOwner } from '@/lib/commands/assign-owner'
import { breakGlass } from '@/lib/commands/break-glass'
import { changeGroup } from '@/lib/commands/change-group'
import { changeMember } from '@/lib/commands/change-member'
import { closeReview } from '@/lib/commands/close-review'
import { type Decision, decideApproval } from '@/lib/commands/decide-approval'
import { expireAccess } from '@/lib/commands/expire-access'
import { extendGrant } from '@/lib/commands/extend-grant'
import { makeOffer } from '@/lib/commands/make-offer'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { setAbsence } from '@/lib/commands/set-absence'
import { withdrawConsent } from '@/lib/commands/withdraw-consent'
import { reader } from '@/lib/db'
import { readApprovalStory } from '@/lib/db/approval-story'
import type { Context } from '@/lib/domain/context'
import { tellStory } from '@/lib/domain/message-approval'
import { fromPublicId, toPublicId } from '@/lib/id'
import { countInbox } from '@/lib/queries/count-inbox'
import { at, NOW } from '@/tests/support/clock'
import { createDeciding, type Deciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const comment = 'Bounds checked.'
const approve = (ctx: Context, approvalId: string, over: Partial<Decision> = {}) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment, ...over })
const refused = (code: string) => expect.objectContaining({ code })
const memberOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.memberId : '')
const stagesOf = (...names: string[]) => names.map((name) => ({ ...stageOf(1), name }))

/** Says that a member is this identity, whichever way it comes to be known. */
const link = (org: Deciding, memberId: string, identityId: string) =>
  org.write(async (tx) => {
    const where = { orgId_id: { orgId: org.orgId, id: memberId } }
    await tx.member.update({ where, data: { identityId: fromPublicId('identity', identityId) } })
    return { result: null, events: [{ action: 'member.changed', subjectKind: 'member', subjectId: memberId }] }
  })

describe('consent', () => {
  async function createConsent() {
    const org = await createDeciding()
    const ines = await org.person('Ines', { roles: ['manager'], identityId: org.principalId })
    const requester = await org.person('Requester', { roles: ['admin'] })
    const asked = await org.ask({}, requester.ctx)
    return { org, ines, requester, ...asked }
  }

  it('is given by nobody in the place of the principal, least of all by whoever asked', async () => {
    const { org, ines, requester, approvalId } = await createConsent()
    await org.away(ines.memberId, requester.memberId)
    const vote = approve(requester.ctx, approvalId, { onBehalfOf: ines.id })
    await expect(vote).rejects.toEqual(refused('not_asked'))
  })
})

describe('consent by no person', () => {
  const token = { id: 'tok', scopes: ['requests:write', 'approvals:decide'] } as const
  const byToken = (ctx: Context): Context =>
    ctx.actor.kind === 'member'
      ? { ...ctx, actor: { ...ctx.actor, token: { ...token, scopes: [...token.scopes] } } }
      : ctx

  it('is given by no token: neither by asking with one nor by voting with one', async () => {
    const org = await createDeciding()
    const ines = await org.person('Ines', { identityId: org.principalId })
    const { approvalId } = await org.ask({}, byToken(ines.ctx))
    expect((await org.readApproval(approvalId)).stages.map(({ kind }) => kind)).toContain('consent')
    await expect(approve(byToken(ines.ctx), approvalId)).rejects.toEqual(refused('step_up_required'))
    await approve(ines.ctx, approvalId)
  })

  it('is not presumed of somebody whose account was shut', async () => {
    const org = await createDeciding()
    const ines = await org.person('Ines', { identityId: org.principalId })
    await org.change(ines.memberId, { deactivatedAt: NOW })
    await expect(org.ask()).rejects.toEqual(refused('no_consent'))
  })
})

describe('one person', () => {
  it('with two accounts has one vote', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(2)))
    const identityId = await org.identity({ kind: 'human', name: 'Twice', email: 'twice@example.com' })
    const one = await org.person('One', { identityId })
    const two = await org.person('Two', { identityId })
    const { approvalId, grantId } = await org.ask()
    await approve(one.ctx, approvalId)
    await expect(approve(two.ctx, approvalId)).rejects.toEqual(refused('already_voted'))
    expect((await org.readGrant(grantId)).status).toBe('pending')
  })

  it('whose two accounts are known to be theirs only later: the votes of both are one', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(3)))
    const [one, two] = [await org.person('One'), await org.person('Two')]
    const { approvalId, grantId } = await org.ask()
    await approve(one.ctx, approvalId)
    await approve(two.ctx, approvalId)
    const identityId = await org.identity({ kind: 'human', name: 'Twice' })
    await link(org, one.memberId, identityId)
    await link(org, two.memberId, identityId)
    await approve((await org.person('Three')).ctx, approvalId)
    expect((await org.readGrant(grantId)).status).toBe('pending')
  })

  it('in whose place two who are away would vote has one vote', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(2)))
    const [a, b] = [await org.person('A'), await org.person('B')]
    const delegate = await org.person('Delegate', { roles: ['manager'] })
    await org.away(a.memberId, delegate.memberId)
    await org.away(b.memberId, delegate.memberId)
    const { approvalId } = await org.ask()
    await approve(delegate.ctx, approvalId, { onBehalfOf: a.id })
    const again = approve(delegate.ctx, approvalId, { onBehalfOf: b.id })
    await expect(again).rejects.toEqual(refused('already_voted'))
  })

  it('in whose place two who are away would vote has one vote across stages', async () => {
    const org = await createDeciding()
    await org.rules({ otherwise: { kind: 'stages', stages: stagesOf('First', 'Second') } })
    const [a, b] = [await org.person('A'), await org.person('B')]
    const delegate = await org.person('Delegate', { roles: ['manager'] })
    await org.away(a.memberId, delegate.memberId)
    await org.away(b.memberId, delegate.memberId)
    const { approvalId } = await org.ask()
    await approve(delegate.ctx, approvalId, { onBehalfOf: a.id })
    const again = approve(delegate.ctx, approvalId, { onBehalfOf: b.id })
    await expect(again).rejects.toEqual(refused('already_voted'))
  })
})

describe('what changes while a question waits', () => {
  it('whoever comes to own the actor has no vote', async () => {
    const org = await createDeciding()
    const identityId = await org.identity({ kind: 'human', name: 'New owner' })
    const owner = await org.person('New owner', { identityId })
    const { approvalId } = await org.ask()
    await org.write(async (tx) => {
      const where = { orgId_id: { orgId: org.orgId, id: fromPublicId('identity', org.actorId) } }
      await tx.identity.update({ where, data: { ownerId: fromPublicId('identity', identityId) } })
      return {
        result: null,
        events: [{ action: 'identity.owner-assigned', subjectKind: 'identity', subjectId: where.orgId_id.id }],
      }
    })
    await expect(approve(owner.ctx, approvalId)).rejects.toEqual(refused('self_approval'))
  })

  it('whoever comes to act through the actor has no vote', async () => {
    const org = await createDeciding()
    const identityId = await org.identity({ kind: 'human', name: 'Downstream' })
    const { approvalId } = await org.ask()
    await org.grant({ principalId: org.actorId, actorId: identityId })
    const person = await org.person('Downstream', { identityId })
    await expect(approve(person.ctx, approvalId)).rejects.toEqual(refused('self_approval'))
  })

  it('whoever was the principal stays barred, also where their link is taken away', async () => {
    const org = await createDeciding()
    const ines = await org.person('Ines', { identityId: org.principalId })
    const { approvalId } = await org.ask({}, ines.ctx)
    const { approvalId: other } = await org.ask({}, org.as('admin'))
    await approve(ines.ctx, other)
    await org.write(async (tx) => {
      const where = { orgId_id: { orgId: org.orgId, id: ines.memberId } }
      await tx.member.update({ where, data: { identityId: null } })
      return { result: null, events: [{ action: 'member.changed', subjectKind: 'member', subjectId: ines.memberId }] }
    })
    await expect(approve(ines.ctx, approvalId)).rejects.toEqual(refused('self_approval'))
    await expect(approve(ines.ctx, other)).rejects.toMatchObject({
      code: expect.stringMatching(/self_approval|already/),
    })
  })

  it('whoever asked puts nobody into the group that decides, and no admin themselves', async () => {
    const org = await createDeciding()
    const team = await org.group('Team')
    await org.rules(staged(stageOf(1, team)))
    const [asker, friend] = [await org.person('Asker', { roles: ['admin'] }), await org.person('Friend')]
    const put = (ctx: Context, id: string) => changeGroup(ctx, { groupId: team, add: [id], remove: [] })
    await expect(put(org.as('admin'), toPublicId('member', memberOf(org.as('admin'))))).rejects.toEqual(
      refused('self_promotion'),
    )
    await org.ask({}, asker.ctx)
    await expect(put(asker.ctx, friend.id)).rejects.toEqual(refused('self_promotion'))
    await put(org.as('admin'), friend.id)
  })

  it('whoever asked names nobody to vote in the place of whoever decides', async () => {
    const org = await createDeciding()
    const [asker, friend] = [
      await org.person('Asker', { roles: ['admin'] }),
      await org.person('Friend', { roles: ['manager'] }),
    ]
    const voter = await org.person('Voter')
    const absence = { memberId: voter.id, delegateId: friend.id, startsAt: NOW, endsAt: at('+1d'), reason: 'Is away.' }
    await org.ask({}, asker.ctx)
    await expect(setAbsence(asker.ctx, absence)).rejects.toEqual(refused('self_promotion'))
    await setAbsence(org.as('admin'), absence)
  })

  it('a change is not approved of a grant that has become another', async () => {
    const org = await createDeciding()
    const grantId = await org.grant()
    const { approvalId } = await extendGrant(org.as('admin'), { grantId, purpose: 'Longer', expiresAt: at('+60d') })
    await org.write(async (tx) => {
      const id = fromPublicId('grant', grantId)
      const where = { orgId_id: { orgId: org.orgId, id } }
      await tx.delegationGrant.update({ where, data: { maxSessionTtlSeconds: 60 } })
      return { result: null, events: [{ action: 'grant.narrowed', subjectKind: 'grant', subjectId: id }] }
    })
    await expect(approve(org.as('approver'), approvalId)).rejects.toEqual(refused('changed'))
    expect((await org.readGrant(grantId)).maxSessionTtlSeconds).toBe(60)
  })

  it('a second account of whoever asked, known as theirs only later, has no vote', async () => {
    const org = await createDeciding()
    const asker = await org.person('Asker', { roles: ['manager'] })
    const second = await org.person('Second account')
    const { approvalId } = await org.ask({}, asker.ctx)
    const identityId = await org.identity({ kind: 'human', name: 'Both' })
    await link(org, asker.memberId, identityId)
    await link(org, second.memberId, identityId)
    await expect(approve(second.ctx, approvalId)).rejects.toEqual(refused('self_approval'))
  })
})

describe('what a team owns', () => {
  it('is decided by the group of its name, which is barred where the team owns the actor', async () => {
    const org = await createDeciding()
    await org.rules({ otherwise: { kind: 'stages', stages: [{ ...stageOf(1), from: [{ owner: 'system' }] }] } })
    const ownerId = await org.identity({ kind: 'team', name: 'Support' })
    await assignOwner(org.as('admin'), { kind: 'system', ids: [org.systemId], ownerId })
    const groupId = await org.group('support')
    const member = await org.person('Member', { roles: ['manager'], groups: [groupId] })
    const [first, second] = [await org.ask(), await org.ask()]
    expect(await countInbox(member.ctx)).toMatchObject({ mine: 2 })
    await approve(member.ctx, first.approvalId)
    expect((await org.readGrant(first.grantId)).status).toBe('active')
    await assignOwner(org.as('admin'), { kind: 'identity', ids: [org.actorId], ownerId })
    await expect(approve(member.ctx, second.approvalId)).rejects.toEqual(refused('self_approval'))
    const third = await org.ask()
    await changeGroup(org.as('admin'), { groupId, add: [], remove: [member.id] })
    await changeMember(org.as('admin'), { memberId: member.id, roles: ['approver'], reason: 'Helps out.' })
    await expect(approve(member.ctx, third.approvalId)).rejects.toEqual(refused('self_approval'))
  })
})

describe('a stage of nobody', () => {
  it('is told to whoever asked', async () => {
    const org = await createDeciding()
    await org.rules({ otherwise: { kind: 'stages', stages: [{ ...stageOf(1), from: [{ owner: 'system' }] }] } })
    const asker = await org.person('Asker')
    const { approvalId } = await org.ask({}, asker.ctx)
    const story = await readApprovalStory(reader(), org.orgId, fromPublicId('approval', approvalId), NOW)
    const told = story ? tellStory(story, 'opened') : []
    expect(told.filter(({ to }) => to !== 'channels')).toMatchObject([{ to: { memberId: asker.memberId } }])
  })
})

describe('at once', () => {
  it('eight votes where four are needed: four count, one decides, and nobody is told to come again', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(4)))
    const people = await Promise.all(Array.from({ length: 8 }, (_, n) => org.person(`Voter ${n}`)))
    const { approvalId, grantId } = await org.ask()
    const settled = await Promise.allSettled(people.map(({ ctx }) => approve(ctx, approvalId)))
    const told = settled.map((each) => (each.status === 'fulfilled' ? each.value.status : each.reason.code))
    expect(told.toSorted()).toEqual([
      'approved',
      ...['pending', 'pending', 'pending'],
      ...['wrong_status', 'wrong_status', 'wrong_status', 'wrong_status'],
    ])
    expect((await org.readGrant(grantId)).status).toBe('active')
    expect(await org.readEvents('grant.approved')).toHaveLength(1)
  })

  it('two versions of the rules: one holds, the other has to be proposed again', async () => {
    const org = await createDeciding()
    const [one, two] = [await org.person('One', { roles: ['admin'] }), await org.person('Two', { roles: ['admin'] })]
    const propose = (ctx: Context, hours: number) =>
      proposePolicy(ctx, { kind: 'approvals', content: { breakGlass: { reviewDueHours: hours } }, note: 'For a test.' })
    const [first, second] = [await propose(one.ctx, 12), await propose(two.ctx, 48)]
    const settled = await Promise.allSettled([approve(two.ctx, first.approvalId), approve(one.ctx, second.approvalId)])
    const told = settled.map((each) => (each.status === 'fulfilled' ? each.value.status : each.reason.code))
    expect(told.toSorted()).toEqual(['approved', 'changed'])
    await expect(approve(one.ctx, first.approvalId)).rejects.toMatchObject({
      code: expect.stringMatching(/self_approval|wrong_status/),
    })
  })
})

describe('what a rule approves by itself', () => {
  const byItself = (when: object) => ({
    rules: [{ name: 'By itself', when, verdict: { kind: 'auto-approve' as const } }],
  })

  it('is no "renewal" of what was denied', async () => {
    const org = await createDeciding()
    await org.rules(byItself({ changes: ['renew'] }))
    const { grantId } = await org.ask()
    await org.decide(org.as('approver'), grantId, { vote: 'deny' })
    const again = await org.request({ renewsGrantId: grantId })
    expect((await org.readGrant(again)).status).toBe('pending')
  })

  it('is no "renewal" that allows more than what it renews, nor one of an emergency or of what was revoked', async () => {
    const org = await createDeciding()
    await org.rules(byItself({ changes: ['renew'] }))
    const renewsGrantId = await org.grant()
    const targets = [{ systemId: org.systemId, permissions: ['case:list', 'case:read', 'role:assign'] }]
    const status = async (bounds: object) =>
      (await org.readGrant(await org.request({ renewsGrantId, ...bounds }))).status
    expect(await status({ targets })).toBe('pending')
    expect(await status({ maxSessionTtlSeconds: 86_400 })).toBe('pending')
    expect(await status({})).toBe('active')
    await revokeGrant(org.as('admin'), {
      grantId: renewsGrantId,
      reason: 'Abused.',
    })
    expect(await status({})).toBe('pending')
  })

  it('does not stand for ever by being extended a day at a time', async () => {
    const org = await createDeciding()
    await org.rules(byItself({ standsBelowSeconds: 2 * 86_400 }))
    const grantId = await org.request({ expiresAt: undefined, durationSeconds: 86_400 })
    expect((await org.readGrant(grantId)).status).toBe('active')
    const extend = (now: Date) =>
      extendGrant(org.as('admin', now), { grantId, purpose: 'A day more', durationSeconds: 86_400 })
    expect((await extend(at('+20h'))).status).toBe('active')
    expect((await extend(at('+40h'))).status).toBe('pending')
  })

  it('does not stand for ever by being renewed a day at a time', async () => {
    const org = await createDeciding()
    await org.rules(byItself({ standsBelowSeconds: 2 * 86_400 }))
    const bounds = { expiresAt: undefined, durationSeconds: 86_400 }
    const first = await org.request(bounds)
    const second = await org.request({ ...bounds, renewsGrantId: first }, org.as('admin', at('+20h')))
    expect((await org.readGrant(second)).status).toBe('active')
    const third = await org.request({ ...bounds, renewsGrantId: second }, org.as('admin', at('+40h')))
    expect((await org.readGrant(third)).status).toBe('pending')
  })

  it('is nothing that ends on paper only', async () => {
    const org = await createDeciding()
    await org.rules(byItself({}))
    const grantId = await org.request({ expiresAt: new Date('9999-12-31T00:00:00Z') })
    expect((await org.readGrant(grantId)).status).toBe('pending')
  })
})

describe('time', () => {
  it('does not run out on a length before it is approved', async () => {
    const org = await createDeciding()
    const { grantId, approvalId } = await org.ask({ expiresAt: undefined, durationSeconds: 600 })
    await expireAccess(org.remit(at('+2h')))
    const voter = await org.person('Voter', {}, at('+2h'))
    await approve(voter.ctx, approvalId)
    expect(await org.readGrant(grantId)).toMatchObject({
      status: 'active',
      expiresAt: new Date(at('+2h').getTime() + 600_000),
    })
  })

  it('makes no vote for a day into one for a length that ends later', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(3)))
    const [one, two] = [await org.person('One'), await org.person('Two')]
    const { grantId, approvalId } = await org.ask({ expiresAt: at('+30d') })
    await approve(one.ctx, approvalId)
    const terms = { durationSeconds: 30 * 86_400 - 60 }
    const { offerId, keepsVotes } = await makeOffer(two.ctx, { approvalId, terms, note: 'A minute less.' })
    expect(keepsVotes).toBe(false)
    await answerOffer(org.as('admin'), { offerId, answer: 'accept' })
    const later = { ...(await org.person('Three')).ctx, now: at('+20h') }
    await approve({ ...later, actor: { ...later.actor } }, approvalId)
    expect((await org.readGrant(grantId)).status).toBe('pending')
  })
})

it('an offer that names a system twice is refused when it is made, not when it is taken', async () => {
  const org = await createDeciding()
  const { approvalId } = await org.ask()
  const target = (permission: string) => {
    return { systemId: org.systemId, permissions: [permission], resources: [], tenants: [] }
  }
  const terms = { targets: [target('case:list'), target('case:read')] }
  const made = makeOffer(org.as('approver'), { approvalId, terms, note: 'One each.' })
  await expect(made).rejects.toEqual(refused('invalid_input'))
})

describe('a delegate of the principal', () => {
  it('gives no consent by an offer that is taken either', async () => {
    const org = await createDeciding()
    const ines = await org.person('Ines', { roles: ['manager'], identityId: org.principalId })
    const friend = await org.person('Friend')
    await org.away(ines.memberId, friend.memberId)
    const { approvalId, grantId } = await org.ask()
    await approve(ines.ctx, approvalId)
    const terms = { startsAt: at('+1d'), expiresAt: at('+31d') }
    const { offerId } = await makeOffer(friend.ctx, { approvalId, terms, note: 'A day later.' })
    await answerOffer(org.as('admin', at('+1m')), { offerId, answer: 'accept' })
    expect((await org.readApproval(approvalId)).stages.flatMap(({ votes }) => votes)).toHaveLength(1)
    expect((await org.readGrant(grantId)).status).toBe('pending')
    // What Ines agreed to is not what stands now: she is asked for that, and each answer is on record.
    const where = { orgId: org.orgId, approvalId: fromPublicId('approval', approvalId) }
    const consents = () => reader().consent.findMany({ where, orderBy: { id: 'asc' } })
    expect((await consents()).map(({ status }) => status)).toEqual(['withdrawn', 'asked'])
    await approve({ ...ines.ctx, now: at('+2m') }, approvalId)
    expect((await consents()).at(-1)).toMatchObject({ status: 'given', terms: { startsAt: at('+1d').toJSON() } })
    const actions = (await org.readEvents()).map(({ action }) => action).filter((each) => each.startsWith('consent.'))
    expect(actions.sort()).toEqual(['consent.asked', 'consent.asked', 'consent.given', 'consent.given'])
    await withdrawConsent(ines.ctx, {
      consentId: toPublicId('consent', (await consents()).at(-1)?.id ?? ''),
      reason: 'No longer.',
    })
    expect((await org.readGrant(grantId)).status).toBe('denied')
  })
})

describe('an emergency', () => {
  async function createEmergency() {
    const org = await createDeciding()
    const actorId = await org.identity({ kind: 'human', name: 'Breaker' })
    const breaker = await org.person('Breaker', { identityId: actorId })
    const targets = [{ systemId: org.systemId, permissions: ['case:read'], resources: [], tenants: [] }]
    const what = { principalId: org.principalId, actorId, targets, ticket: 'INC-1', reason: 'The database is down.' }
    const smash = (now = NOW) => breakGlass({ ...breaker.ctx, now }, { ...what, durationSeconds: 3600 })
    return { org, actorId, breaker, smash }
  }

  it('is neither extended nor widened, and its renewal is asked for anew', async () => {
    const { org, smash, actorId } = await createEmergency()
    const { grantId } = await smash()
    const asked = extendGrant(org.as('admin'), { grantId, purpose: 'It goes on', durationSeconds: 86_400 })
    await expect(asked).rejects.toEqual(refused('break_glass'))
    await org.rules({ rules: [{ name: 'Kind', when: { changes: ['renew'] }, verdict: { kind: 'auto-approve' } }] })
    const targets = [{ systemId: org.systemId, permissions: ['case:read'] }]
    const again = await org.request({ renewsGrantId: grantId, actorId, targets, maxChainDepth: 0 })
    expect((await org.readGrant(again)).status).toBe('pending')
  })

  it('is not had hour after hour while nobody reviews', async () => {
    const { org, smash } = await createEmergency()
    const first = await smash()
    for (const hours of ['+1h', '+2h', '+3h'] as const) await smash(at(hours))
    await expect(smash(at('+4h'))).rejects.toEqual(refused('unreviewed'))
    await closeReview(org.as('reviewer'), { grantId: first.grantId, outcome: 'justified', comment: 'It was down.' })
    await smash(at('+4h'))
  })

  it('is reviewed by nobody who has another account of whoever broke it, nor by whoever owns the actor', async () => {
    const { org, breaker, smash, actorId } = await createEmergency()
    const { grantId } = await smash()
    const second = await org.person('Second', { roles: ['reviewer'] })
    const alias = await org.identity({ kind: 'human', name: 'Alias' })
    await link(org, breaker.memberId, alias)
    await link(org, second.memberId, alias)
    const review = (ctx: Context) => closeReview(ctx, { grantId, outcome: 'justified', comment: 'All in order.' })
    await expect(review(second.ctx)).rejects.toEqual(refused('self_approval'))
    const ownerId = await org.identity({ kind: 'human', name: 'Owner' })
    const owner = await org.person('Owner', { roles: ['reviewer'], identityId: ownerId })
    await assignOwner(org.as('admin'), { kind: 'identity', ids: [actorId], ownerId })
    await expect(review(owner.ctx)).rejects.toEqual(refused('self_approval'))
    await review(org.as('reviewer'))
  })
})
