import { describe, expect, it } from 'vitest'
import { type Decision, decideApproval } from '@/lib/commands/decide-approval'
import type { Context } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'
import { createDeciding, type Deciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const comment = 'Bounds checked.'
const approve = (ctx: Context, approvalId: string, over: Partial<Decision> = {}) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment, ...over })
const refused = (code: string) => expect.objectContaining({ code })
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
