import { describe, expect, it } from 'vitest'
import { answerQuestion, askQuestion } from '@/lib/commands/ask-question'
import { type Decision, decideApproval } from '@/lib/commands/decide-approval'
import { decideApprovals } from '@/lib/commands/decide-approvals'
import { recordApprovalRead } from '@/lib/commands/record-approval-read'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import type { Context } from '@/lib/domain/context'
import { at, NOW } from '@/tests/support/clock'
import { createDeciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const comment = 'Bounds checked.'
const approve = (ctx: Context, approvalId: string, over: Partial<Decision> = {}) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment, ...over })
const deny = (ctx: Context, approvalId: string) => decideApproval(ctx, { approvalId, vote: 'deny', comment })

/** What became of each of several calls at once: a status, or the code of the refusal. */
async function outcomes(calls: Promise<{ status: string }>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map((each) => (each.status === 'fulfilled' ? each.value.status : each.reason.code)).sort()
}

async function createScene(votes = 1) {
  const org = await createDeciding()
  await org.rules(staged(stageOf(votes)))
  return { org, one: await org.person('One'), two: await org.person('Two'), ...(await org.ask()) }
}

describe('two approvers at once', () => {
  it('where one vote is enough: one decides, the other is told that it is decided', async () => {
    const { one, two, approvalId, org } = await createScene()
    const both = [approve(one.ctx, approvalId), approve(two.ctx, approvalId)]
    expect(await outcomes(both)).toEqual(['approved', 'wrong_status'])
    expect((await org.readApproval(approvalId)).stages[0]?.votes).toHaveLength(1)
  })

  it('where two are needed: both count, and the later one decides', async () => {
    const { org, one, two, approvalId } = await createScene(2)
    const both = [approve(one.ctx, approvalId), approve(two.ctx, approvalId)]
    expect(await outcomes(both)).toEqual(['approved', 'pending'])
    expect(await org.readEvents('grant.approved')).toHaveLength(1)
  })

  it('one for and one against: it is decided once', async () => {
    const { org, one, two, approvalId, grantId } = await createScene()
    const [first, second] = await outcomes([approve(one.ctx, approvalId), deny(two.ctx, approvalId)])
    expect(second).toBe('wrong_status')
    expect(['approved', 'denied']).toContain(first)
    expect((await org.readGrant(grantId)).status).toBe(first === 'approved' ? 'active' : 'denied')
  })

  it('the same one twice: one vote', async () => {
    const { org, one, approvalId } = await createScene(2)
    expect(await outcomes([approve(one.ctx, approvalId), approve(one.ctx, approvalId)])).toEqual([
      'already_voted',
      'pending',
    ])
    expect((await org.readApproval(approvalId)).stages[0]?.votes).toHaveLength(1)
  })
})

describe('a vote that comes too late', () => {
  it('after it was withdrawn does nothing', async () => {
    const { org, one, approvalId, grantId } = await createScene()
    await withdrawRequest(org.as('admin'), { approvalId, reason: 'Not needed.' })
    await expect(approve(one.ctx, approvalId)).rejects.toMatchObject({
      code: 'wrong_status',
      message: 'This request is withdrawn.',
    })
    expect((await org.readGrant(grantId)).status).not.toBe('active')
  })

  it('at the moment it is withdrawn: either it is approved or it is withdrawn', async () => {
    const { org, one, approvalId, grantId } = await createScene()
    const [voted, withdrawn] = await Promise.allSettled([
      approve(one.ctx, approvalId),
      withdrawRequest(org.as('admin'), { approvalId, reason: 'Not needed.' }),
    ])
    expect([voted.status, withdrawn.status].sort()).toEqual(['fulfilled', 'rejected'])
    const { status } = await org.readApproval(approvalId)
    expect(status).toBe(voted.status === 'fulfilled' ? 'approved' : 'withdrawn')
    expect((await org.readGrant(grantId)).status === 'active').toBe(status === 'approved')
  })

  it('after the quorum is refused and leaves no row', async () => {
    const { org, one, two, approvalId } = await createScene()
    await approve(one.ctx, approvalId)
    await expect(deny(two.ctx, approvalId)).rejects.toMatchObject({ code: 'wrong_status' })
    const { status, stages } = await org.readApproval(approvalId)
    expect([status, stages[0]?.votes.length]).toEqual(['approved', 1])
  })

  it('after its deadline finds it lapsed', async () => {
    const { one, approvalId } = await createScene()
    const late = { ...one.ctx, now: at('+25h') }
    await expect(approve(late, approvalId)).rejects.toMatchObject({ code: 'lapsed' })
  })

  it('for a stage that has passed is for the stage after it, which others decide', async () => {
    const org = await createDeciding()
    const [first, second] = [await org.group('First'), await org.group('Second')]
    await org.rules(staged(stageOf(1, first), stageOf(1, second)))
    const [one, two] = [await org.person('One', { groups: [first] }), await org.person('Two', { groups: [first] })]
    const last = await org.person('Last', { groups: [second] })
    const { approvalId } = await org.ask()
    await expect(approve(last.ctx, approvalId)).rejects.toMatchObject({ code: 'not_asked' })
    await approve(one.ctx, approvalId)
    await expect(approve(two.ctx, approvalId)).rejects.toMatchObject({ code: 'not_asked' })
    expect(await approve(last.ctx, approvalId)).toEqual({ status: 'approved' })
  })
})

describe('rules that change while a question waits', () => {
  it('leave it the version it was asked under: its stages, its votes, its step-up', async () => {
    const { org, one, two, approvalId } = await createScene(2)
    await org.rules({ ...staged(stageOf(1)), stepUp: { tiers: [1, 2, 3], withinMinutes: 1 } })
    const stale = { ...one.ctx, now: at('+3h') }
    expect(await approve(stale, approvalId)).toEqual({ status: 'pending' })
    expect(await approve(two.ctx, approvalId)).toEqual({ status: 'approved' })
    expect(await org.readApproval(approvalId)).toMatchObject({ policyVersion: 1 })
  })

  it('hold for what is asked from then on', async () => {
    const { org, one } = await createScene(2)
    await org.rules(staged(stageOf(1)))
    const { approvalId } = await org.ask({ name: 'Another' })
    expect(await approve(one.ctx, approvalId)).toEqual({ status: 'approved' })
  })
})

describe('an approver who loses the power', () => {
  it('between opening and clicking is not asked any more', async () => {
    const { org, one, approvalId } = await createScene()
    await recordApprovalRead(one.ctx, { approvalId })
    await org.change(one.memberId, { roles: ['reviewer'] })
    await expect(approve(one.ctx, approvalId)).rejects.toMatchObject({ code: 'not_asked' })
  })

  it('after voting takes the vote along: another is needed', async () => {
    const { org, one, two, approvalId } = await createScene(2)
    const three = await org.person('Three')
    await approve(one.ctx, approvalId)
    await org.change(one.memberId, { deactivatedAt: NOW })
    expect(await approve(two.ctx, approvalId)).toEqual({ status: 'pending' })
    expect(await approve(three.ctx, approvalId)).toEqual({ status: 'approved' })
  })

  it('at the moment of voting: it counts as far as it was there', async () => {
    const { org, one, approvalId } = await createScene()
    const [voted] = await Promise.allSettled([
      approve(one.ctx, approvalId),
      org.change(one.memberId, { roles: ['reviewer'] }),
    ])
    const { status } = await org.readApproval(approvalId)
    expect(status).toBe(voted.status === 'fulfilled' ? 'approved' : 'pending')
    if (voted.status === 'rejected') expect(voted.reason).toMatchObject({ code: 'not_asked' })
  })
})

describe("a stage's hours", () => {
  /** Sunday 29 March 2026: at 02:00 clocks in Berlin go on to 03:00. On 25 October at 03:00 they go back to 02:00. */
  const [weekdays, timeZone] = [[7], 'Europe/Berlin']
  const NIGHT = [{ weekdays, startMinute: 2 * 60, durationMinutes: 60, timeZone }]

  async function voteAt(time: string, windows: object[]) {
    const org = await createDeciding()
    await org.rules({
      otherwise: { kind: 'stages', stages: [stageOf(1, undefined, { windows })], lapseAfterHours: 24 },
    })
    const now = new Date(time)
    const one = await org.person('One', {}, now)
    const asked = { ...org.as('admin'), now: new Date(now.getTime() - 3_600_000) }
    const expiresAt = new Date(now.getTime() + 86_400_000)
    const { approvalId } = await org.ask({ expiresAt }, asked)
    return outcomes([approve(one.ctx, approvalId)])
  }

  it.each([
    ['the hour that is left out does not open it', '2026-03-29T00:59:00Z', 'outside_hours'],
    ['nor what comes after', '2026-03-29T01:00:00Z', 'outside_hours'],
    ['the hour that comes twice opens it', '2026-10-25T00:30:00Z', 'approved'],
    ['twice', '2026-10-25T01:30:00Z', 'approved'],
    ['and then closes it', '2026-10-25T02:00:00Z', 'outside_hours'],
  ])('on the day the clocks change: %s', async (_, time, outcome) => {
    expect(await voteAt(time, NIGHT)).toEqual([outcome])
  })

  it('go by wall clocks on both sides of the change', async () => {
    const office = [{ weekdays: [5, 6, 7], startMinute: 9 * 60, durationMinutes: 60, timeZone }]
    expect(await voteAt('2026-03-28T08:30:00Z', office)).toEqual(['approved'])
    expect(await voteAt('2026-03-29T08:30:00Z', office)).toEqual(['outside_hours'])
    expect(await voteAt('2026-03-29T07:30:00Z', office)).toEqual(['approved'])
  })
})

describe('step-up', () => {
  async function askCritical() {
    const org = await createDeciding()
    const systemId = await org.system({ tier: 1 })
    const one = await org.person('One')
    return { org, one, ...(await org.ask({ targets: [{ systemId, permissions: ['case:read'] }] })) }
  }
  const signedIn = ({ actor, ...rest }: Context, over: object) => ({ ...rest, actor: { ...actor, ...over } }) as Context

  it.each([
    ['over five minutes ago', { authenticatedAt: new Date(NOW.getTime() - 300_001) }],
    ['nobody knows when', { authenticatedAt: null }],
    ['never, but with a token', { token: { id: 'tok', scopes: ['approvals:decide'] } }],
  ])('refuses who signed in %s', async (_, over) => {
    const { one, approvalId } = await askCritical()
    await expect(approve(signedIn(one.ctx, over), approvalId)).rejects.toMatchObject({ code: 'step_up_required' })
    await expect(deny(signedIn(one.ctx, over), approvalId)).resolves.toEqual({ status: 'denied' })
  })

  it('lets in who did five minutes ago', async () => {
    const { one, approvalId } = await askCritical()
    const ctx = signedIn(one.ctx, { authenticatedAt: new Date(NOW.getTime() - 300_000) })
    expect(await approve(ctx, approvalId)).toEqual({ status: 'approved' })
  })
})

describe('several at once', () => {
  it('decides what can be, and says of the rest why not', async () => {
    const { org, one, approvalId } = await createScene()
    const own = await org.ask({ name: 'Own' }, one.ctx)
    const systemId = await org.system({ tier: 1 })
    const critical = await org.ask({ name: 'Critical', targets: [{ systemId, permissions: ['case:read'] }] })
    const decided = await org.ask({ name: 'Decided' })
    await deny(org.as('approver'), decided.approvalId)
    const stale = { ...one.ctx, actor: { ...one.ctx.actor, authenticatedAt: at('-1h') } } as Context
    const ids = [approvalId, own.approvalId, critical.approvalId, decided.approvalId]
    const approvals = ids.map((id) => ({ approvalId: id }))
    const answers = await decideApprovals(stale, { approvals, vote: 'approve', comment })
    expect(answers.map((each) => ('code' in each ? each.code : each.status))).toEqual([
      'approved',
      'self_approval',
      'step_up_required',
      'wrong_status',
    ])
  })

  it('leaves consent to be given one by one', async () => {
    const org = await createDeciding()
    const principal = await org.person('Ines', { roles: ['reviewer'], identityId: org.principalId })
    const { approvalId } = await org.ask()
    const [answer] = await decideApprovals(principal.ctx, { approvals: [{ approvalId }], vote: 'approve' })
    expect(answer).toMatchObject({ status: 'left', code: 'one_by_one' })
    expect(await approve(principal.ctx, approvalId)).toEqual({ status: 'pending' })
  })
})

describe('who reads and asks', () => {
  it('is kept once, of those who decide', async () => {
    const { org, one, approvalId } = await createScene()
    await Promise.all([1, 2, 3].map(() => recordApprovalRead(one.ctx, { approvalId })))
    await recordApprovalRead(org.as('admin'), { approvalId })
    await recordApprovalRead(org.as('reviewer'), { approvalId })
    expect(await org.readEvents('approval.read')).toHaveLength(1)
  })

  it('asks where they decide, and is answered by whoever asked or is concerned', async () => {
    const { org, one, approvalId } = await createScene()
    const principal = await org.person('Ines', { roles: ['reviewer'], identityId: org.principalId })
    const body = 'Why for a month?'
    await expect(askQuestion(org.as('reviewer'), { approvalId, body })).rejects.toMatchObject({ code: 'not_asked' })
    await askQuestion(one.ctx, { approvalId, body })
    await expect(answerQuestion(one.ctx, { approvalId, body })).rejects.toMatchObject({ code: 'not_requester' })
    await answerQuestion(org.as('admin'), { approvalId, body: 'The project lasts so long.' })
    await answerQuestion(principal.ctx, { approvalId, body: 'I am away so long.' })
    const { notes } = await org.readApproval(approvalId)
    expect(notes.map(({ kind }) => kind).sort()).toEqual(['answer', 'answer', 'question'])
  })
})
