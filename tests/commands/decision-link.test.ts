import { beforeEach, describe, expect, it } from 'vitest'
import { decideByLink, decideByLinkInput } from '@/lib/commands/decide-by-link'
import { tellApproval } from '@/lib/commands/tell-approval'
import { mutate, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { getDecisionLink } from '@/lib/queries/get-decision-link'
import { writeDecisionLink } from '@/lib/secrets/decision-link'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { withSettings } from '@/tests/support/with-settings'

withSettings({ REMIT_SECRET: 's'.repeat(40) })

let org: Organisation
let grantId: string
let link: string
const idOf = (ctx: Context) => (ctx.actor.kind === 'member' ? ctx.actor.memberId : '')

/** The link that stands in the mail of a member about the latest question of a grant. */
async function linkOf(ctx: Context): Promise<string> {
  const approvalId = fromPublicId('approval', await org.approvalOf(grantId))
  await tellApproval(org.remit(), { approvalId, what: 'opened' })
  const where = { orgId: org.orgId, approvalId, memberId: idOf(ctx) }
  const { id } = await reader().decisionLink.findFirstOrThrow({ where })
  return writeDecisionLink(toPublicId('link', id))
}

const vote = (ctx: Context, over: Record<string, unknown> = {}) =>
  decideByLink(ctx, decideByLinkInput.parse({ link, vote: 'approve', ...over }))
const refused = async (ctx: Context, over: Record<string, unknown> = {}) =>
  vote(ctx, over).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const opened = async (ctx: Context) => {
  const found = await getDecisionLink(ctx, link)
  return 'fault' in found ? found.fault.code : 'open'
}

beforeEach(async () => {
  org = await createLifecycle()
  grantId = await org.request({}, org.as('manager'))
  link = await linkOf(org.as('approver'))
})

describe('a link to decide by', () => {
  it('shows what is asked and takes one vote, recorded as by message', async () => {
    const card = await getDecisionLink(org.as('approver'), link)
    expect(card).toMatchObject({
      title: 'support-agent for Ines',
      cannotDecide: null,
      onBehalfOf: null,
      isConsent: false,
    })
    expect(await vote(org.as('approver'))).toEqual({ status: 'approved' })
    const votes = await reader().approvalVote.findMany({ where: { orgId: org.orgId } })
    expect(votes).toMatchObject([{ via: 'message', vote: 'approve', memberId: idOf(org.as('approver')) }])
    expect(await org.readEvents('link.used')).toHaveLength(1)
  })

  it('is used once: replayed it is refused, at the same moment too', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => refused(org.as('approver'))))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(await refused(org.as('approver'))).toBe('link_used')
    expect(await opened(org.as('approver'))).toBe('link_used')
    expect(await reader().approvalVote.count({ where: { orgId: org.orgId } })).toBe(1)
  })

  it('is for whom it was made only, and tells nobody else what it is about', async () => {
    for (const ctx of [org.as('admin'), org.as('reviewer'), org.as('manager')]) {
      expect(await refused(ctx)).toBe('not_yours')
      expect(await getDecisionLink(ctx, link)).toEqual({
        fault: { code: 'not_yours', message: 'This link was made for somebody else. Only they can decide by it.' },
      })
    }
  })

  it('runs out with the question', async () => {
    expect(await refused(org.as('approver', at('+24h')))).toBe('lapsed')
    expect(await opened(org.as('approver', at('+24h')))).toBe('lapsed')
  })

  it('of a question that was decided otherwise says so', async () => {
    await org.approve(grantId)
    expect(await refused(org.as('approver', at('+1m')))).toBe('wrong_status')
    expect(await getDecisionLink(org.as('approver', at('+1m')), link)).toMatchObject({
      fault: { message: expect.stringMatching(/^The request is approved already, since 23 Nov 2026/) },
    })
  })

  it('that was tampered with is none', async () => {
    const [id = '', proof = ''] = link.split('.')
    const other = writeDecisionLink(toPublicId('link', newId(NOW)))
    const flipped = `${id}.${proof.startsWith('A') ? 'B' : 'A'}${proof.slice(1)}`
    for (const forged of [flipped, id, `${other.split('.')[0]}.${proof}`, other, `${link}x`, '', '../../etc']) {
      link = forged
      expect(await refused(org.as('approver'))).toBe('not_found')
      expect(await opened(org.as('approver'))).toBe('not_found')
    }
  })

  it('is not spent by a vote that is refused', async () => {
    const stale = org.as('approver')
    expect(await refused(stale, { revision: 7 })).toBe('changed')
    expect(await refused(stale, { vote: 'deny', comment: undefined }).catch(() => 'invalid')).toBe('invalid')
    expect(await vote(stale, { vote: 'deny', comment: 'Too broad.' })).toEqual({ status: 'denied' })
  })

  it('gives no power: whoever lost it since is refused', async () => {
    await mutate(org.remit(), async (tx) => {
      const id = idOf(org.as('approver'))
      await tx.member.update({ where: { orgId_id: { orgId: org.orgId, id } }, data: { roles: ['manager'] } })
      return { result: null, events: [{ action: 'member.changed', subjectKind: 'member', subjectId: id }] as const }
    })
    expect(await refused(org.as('approver'))).toBe('not_asked')
    expect(await getDecisionLink(org.as('approver'), link)).toMatchObject({
      cannotDecide: expect.stringContaining('is not asked in this stage'),
    })
  })
})
