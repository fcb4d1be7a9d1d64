import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { closeReview } from '@/lib/commands/close-review'
import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { listLiveBreakGlass } from '@/lib/queries/list-live-break-glass'
import { listReviews } from '@/lib/queries/list-reviews'
import { at } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const reason = 'Checkout is down, the fix has to go out now.'

/** An organisation whose approver has an identity of their own, under which they may act in an emergency. */
async function createEmergency() {
  const org = await createLifecycle()
  const own = await org.identity({ kind: 'human', name: 'Approver', email: 'approver@example.com' })
  const breaks = (over: Partial<z.input<typeof breakGlassInput>> = {}, ctx: Context = org.as('approver')) =>
    breakGlass(
      ctx,
      breakGlassInput.parse({
        ...{ principalId: org.principalId, actorId: own, durationSeconds: 1800, reason, ticket: 'INC-7' },
        targets: [{ systemId: org.systemId, permissions: ['case:read', 'case:write'] }],
        ...over,
      }),
    )
  return { org, own, breaks }
}

const reviewOf = ({ orgId }: Organisation, grantId: string) =>
  reader().breakGlassReview.findUniqueOrThrow({
    where: { orgId_grantId: { orgId, grantId: fromPublicId('grant', grantId) } },
  })

describe('breaking the glass', () => {
  it('gives access at once, for as long as was asked and an hour at most', async () => {
    const { org, breaks } = await createEmergency()
    const { grantId, expiresAt } = await breaks()
    expect(expiresAt).toEqual(at('+30m'))
    expect(await org.readGrant(grantId)).toMatchObject({
      status: 'active',
      isBreakGlass: true,
      expiresAt,
      ticket: 'INC-7',
    })
    expect(await org.session(grantId)).toMatch(/^ses_/)
    expect(breakGlassInput.safeParse({ durationSeconds: 3601 }).error?.issues.map(({ path }) => path[0])).toContain(
      'durationSeconds',
    )
    expect(await org.readEvents('grant.glass-broken')).toMatchObject([{ reason, actorName: 'approver' }])
  })

  it('is for whoever may, for themselves or what they own', async () => {
    const { org, breaks } = await createEmergency()
    await expect(breaks({}, org.as('manager'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(breaks({ actorId: org.actorId })).rejects.toMatchObject({ code: 'not_yours' })
    await expect(breaks({}, org.remit())).rejects.toMatchObject({ code: 'forbidden' })
    const critical = await org.system({
      tier: 1,
      key: 'critical',
      permissions: [{ key: 'a:b', accessLevel: 'write', categories: [] }],
    })
    const targets = [{ systemId: critical, permissions: ['a:b'] }]
    const { actor, ...rest } = org.as('approver')
    const earlier = { ...rest, actor: { ...actor, authenticatedAt: at('-10m') } as Context['actor'] }
    await expect(breaks({ targets }, earlier)).rejects.toMatchObject({ code: 'step_up_required' })
    expect(await breaks({ targets })).toMatchObject({ expiresAt: at('+30m') })
  })

  it('says what it is for: without a reason and a ticket it stays whole', () => {
    const asked = { principalId: 'idn_a', actorId: 'idn_b', targets: [{ systemId: 'sys_a', permissions: ['a:b'] }] }
    const refused = (over: object) =>
      !breakGlassInput.safeParse({ ...asked, durationSeconds: 60, reason, ticket: 'I-1', ...over }).success
    expect([
      refused({}),
      refused({ reason: 'urgent' }),
      refused({ ticket: ' ' }),
      refused({ durationSeconds: 59 }),
    ]).toEqual([false, true, true, true])
  })

  it('keeps who was skipped, and tells that the glass is broken while it is', async () => {
    const { org, breaks } = await createEmergency()
    const { grantId, approvalId } = await breaks()
    const stages = await reader().approvalStage.findMany({
      where: { orgId: org.orgId, approvalId: fromPublicId('approval', approvalId) },
    })
    expect(stages).toMatchObject([{ name: 'Approver', eligible: { roles: ['approver'] } }])
    expect(await listLiveBreakGlass(org.as('manager'))).toMatchObject({
      count: 1,
      shown: [{ grantId, ticket: 'INC-7' }],
    })
    expect(await listLiveBreakGlass(org.as('manager', at('+31m')))).toEqual({ count: 0, shown: [] })
  })
})

describe('the review of a broken glass', () => {
  it('is closed by somebody else, once', async () => {
    const { org, breaks } = await createEmergency()
    const { grantId, reviewDueAt } = await breaks()
    expect(reviewDueAt).toEqual(at('+24h'))
    const both = {
      ...org.as('approver'),
      actor: { ...org.as('approver').actor, roles: ['reviewer'] } as Context['actor'],
    }
    const closing = { grantId, outcome: 'justified', comment: 'Looked at each session.' } as const
    await expect(closeReview(both, closing)).rejects.toMatchObject({ code: 'self_approval' })
    await expect(closeReview(org.as('manager'), closing)).rejects.toMatchObject({ code: 'forbidden' })
    await closeReview(org.as('reviewer', at('+2h')), closing)
    expect(await reviewOf(org, grantId)).toMatchObject({ outcome: 'justified', closedAt: at('+2h') })
    await expect(closeReview(org.as('reviewer'), closing)).rejects.toMatchObject({ code: 'wrong_status' })
    const { rows } = await listReviews(org.as('manager', at('+3d')), { limit: 10 })
    expect(rows).toMatchObject([{ grantId, state: 'closed', closedBy: 'reviewer', openedBy: 'approver', reason }])
  })

  it('that nobody closes by its date is a finding until somebody does', async () => {
    const { org, breaks } = await createEmergency()
    const { grantId } = await breaks()
    const found = async (now: Date) => {
      await detectForOrganisation(org.remit(now))
      return reader().finding.findMany({ where: { orgId: org.orgId, detector: 'review-overdue' } })
    }
    expect(await found(at('+23h'))).toEqual([])
    expect(await found(at('+25h'))).toMatchObject([{ status: 'open', subjectKind: 'grant' }])
    await found(at('+25h'))
    expect(await org.readEvents('break-glass.overdue')).toMatchObject([
      { subjectKind: 'grant', subjectId: fromPublicId('grant', grantId) },
    ])
    expect((await listReviews(org.as('reviewer', at('+25h')), { limit: 10, state: 'overdue' })).rows).toHaveLength(1)
    await closeReview(org.as('reviewer', at('+26h')), { grantId, outcome: 'unjustified', comment: 'No incident then.' })
    expect(await found(at('+27h'))).toMatchObject([{ status: 'resolved' }])
  })
})
