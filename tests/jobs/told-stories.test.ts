import { beforeEach, describe, expect, it } from 'vitest'
import { answerOffer } from '@/lib/commands/answer-offer'
import { answerQuestion, askQuestion } from '@/lib/commands/ask-question'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { decideByLink } from '@/lib/commands/decide-by-link'
import { makeOffer } from '@/lib/commands/make-offer'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import { mutate, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'
import { runTask } from '@/lib/jobs/registry'
import { writeDecisionLink } from '@/lib/secrets/decision-link'
import { at } from '@/tests/support/clock'
import { createDeciding, type Deciding, staged, stageOf } from '@/tests/support/deciding-fixture'
import { runJobs } from '@/tests/support/run-jobs'
import { withSettings } from '@/tests/support/with-settings'

withSettings({ REMIT_SECRET: 's'.repeat(40) })

let org: Deciding
let seen: Set<string>
beforeEach(async () => {
  org = await createDeciding()
  seen = new Set()
})

/** Who was told what since last asked, by the name before the at sign. */
async function news(): Promise<string[]> {
  await runJobs()
  const rows = await reader().message.findMany({ where: { orgId: org.orgId }, orderBy: { id: 'asc' } })
  const fresh = rows.filter(({ id }) => !seen.has(id))
  for (const { id } of fresh) seen.add(id)
  const names = new Map(
    (await reader().member.findMany({ where: { orgId: org.orgId } })).map(({ id, name }) => [id, name]),
  )
  return fresh.map(({ memberId, kind }) => `${names.get(memberId ?? '')} ${kind}`).sort()
}
const approve = (ctx: Context, grantId: string) => org.decide(ctx, grantId)

describe('a question on its way', () => {
  it('tells each stage when its turn comes, and the end to all of them', async () => {
    const manager = { ...stageOf(1), name: 'Manager', from: [{ role: 'manager' as const }] }
    await org.rules({ otherwise: { kind: 'stages', stages: [stageOf(1), manager] } })
    const { grantId } = await org.ask()
    expect(await news()).toEqual(['approver approval.asked'])
    await approve(org.as('approver'), grantId)
    expect(await news()).toEqual(['manager approval.asked'])
    await approve(org.as('manager'), grantId)
    expect(await news()).toEqual(['admin approval.decided', 'approver approval.decided'])
  })

  it('does not ask for a second vote whoever has given theirs', async () => {
    await org.rules(staged(stageOf(2)))
    await org.person('Two')
    const { grantId } = await org.ask()
    expect(await news()).toEqual(['Two approval.asked', 'approver approval.asked'])
    await approve(org.as('approver'), grantId)
    expect(await news()).toEqual([])
  })

  it('tells of questions and answers, and of an offer and what became of it', async () => {
    await org.rules(staged(stageOf(2)))
    const two = await org.person('Two')
    const { approvalId } = await org.ask()
    await news()
    await askQuestion(two.ctx, { approvalId, body: 'Why an hour?' })
    expect(await news()).toEqual(['admin approval.question'])
    await answerQuestion(org.as('admin'), { approvalId, body: 'Cases take long.' })
    expect(await news()).toEqual(['Two approval.question'])
    const terms = { maxSessionTtlSeconds: 900 }
    const { offerId } = await makeOffer(two.ctx, { approvalId, terms, note: 'A quarter is enough.' })
    expect(await news()).toEqual(['admin approval.offered'])
    await answerOffer(org.as('admin'), { offerId, answer: 'accept' })
    expect(await news()).toEqual(['Two approval.offered', 'approver approval.asked'])
  })

  it('that is taken back is told to whoever was asked, not to whoever took it back', async () => {
    const { approvalId } = await org.ask()
    await news()
    await withdrawRequest(org.as('admin'), { approvalId, reason: 'Not needed any more.' })
    expect(await news()).toEqual(['approver approval.decided'])
  })

  it('reaches whoever begins to vote for another while it waits', async () => {
    await org.ask()
    await news()
    const helper = await org.person('Helper', { roles: ['manager'] })
    await org.away(memberIdOf(org.as('approver')), helper.memberId)
    await runTask('keep-approvals', {}, at('+1m'))
    expect(await news()).toEqual(['Helper approval.asked'])
  })
})

const memberIdOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.memberId : '')

describe('the one in whose name it is', () => {
  const principal = () => org.identity({ kind: 'human', name: 'Mats', email: 'manager@example.com' })

  it('is asked whether they agree, and agrees by the link in the message', async () => {
    await org.ask({ principalId: await principal() })
    expect(await news()).toEqual(['manager approval.asked'])
    const [message] = await reader().message.findMany({ where: { orgId: org.orgId } })
    expect(message?.subject).toBe('Agree? support-agent for Mats')
    const link = writeDecisionLink(toPublicId('link', message?.linkId ?? ''))
    expect(await decideByLink(org.as('manager'), { link, vote: 'approve' })).toEqual({ status: 'pending' })
    expect(await news()).toEqual(['approver approval.asked'])
  })

  it('is told where a rule agreed for them, once it is approved', async () => {
    const group = await org.group('Sales')
    const ines = await org.person('Ines', { roles: ['manager'], groups: [group], identityId: await principal() })
    await org.rules({ ...staged(stageOf(1)), consent: { groups: [group] } })
    await mutate(org.remit(), async (tx) => {
      const where = { orgId_id: { orgId: org.orgId, id: memberIdOf(org.as('manager')) } }
      await tx.member.update({ where, data: { deactivatedAt: at('-1d') } })
      return {
        result: null,
        events: [{ action: 'member.deactivated', subjectKind: 'member', subjectId: ines.memberId }] as const,
      }
    })
    const own = await reader().member.findUniqueOrThrow({
      where: { orgId_id: { orgId: org.orgId, id: ines.memberId } },
    })
    const { grantId } = await org.ask({ principalId: toPublicId('identity', own.identityId ?? '') })
    expect(await news()).toEqual(['approver approval.asked'])
    await approve(org.as('approver'), grantId)
    expect(await news()).toEqual(['Ines consent.given', 'admin approval.decided'])
  })
})

describe('a broken glass', () => {
  it('is told to everybody who was skipped, and not to whoever broke it', async () => {
    await org.person('Two')
    const actorId = await org.identity({ kind: 'human', name: 'Approver', email: 'approver@example.com' })
    const asked = { principalId: org.principalId, actorId, durationSeconds: 600, ticket: 'INC-7' }
    const targets = [{ systemId: org.systemId, permissions: ['case:read'] }]
    await breakGlass(org.as('approver'), breakGlassInput.parse({ ...asked, targets, reason: 'Checkout is down.' }))
    const told = (await news()).filter((line) => line.includes('glass'))
    expect(told).toEqual(['Two grant.glass-broken'])
  })
})
