import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGroup, createGroupInput } from '@/lib/commands/create-group'
import { deactivateMember } from '@/lib/commands/deactivate-member'
import { decideApproval } from '@/lib/commands/decide-approval'
import { setAbsence } from '@/lib/commands/set-absence'
import { mutate, reader } from '@/lib/db'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

const NAMES = ['ada', 'bo', 'cy', 'di', 'el']
/** Whose guise a member is: the principal, the owner of the actor, whoever asks a second time, or nobody's. */
const GUISES = ['principal', 'owner', 'requester', 'nobody', 'nobody', 'nobody'] as const

const scene = fc.record({
  guises: fc.tuple(...NAMES.map(() => fc.constantFrom(...GUISES))),
  inGroup: fc.subarray(NAMES),
  requester: fc.constantFrom(...NAMES),
  stages: fc.array(
    fc.record({ votes: fc.integer({ min: 1, max: 2 }), from: fc.constantFrom('role' as const, 'group' as const) }),
    { minLength: 1, maxLength: 2 },
  ),
  away: fc.option(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES)), { nil: null }),
  leaves: fc.option(fc.constantFrom(...NAMES), { nil: null }),
  ballots: fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.boolean()), { minLength: 6, maxLength: 12 }),
})
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never

const refusalOf = (error: unknown) => {
  if (error instanceof DomainError) return error.code
  throw error
}

async function play({ guises, inGroup, requester, stages, away, leaves, ballots }: Scene) {
  const org = await createLifecycle()
  const { orgId } = org
  const person = (name: string) => org.identity({ kind: 'human', name })
  const [owner, asks] = [await person('owner'), await person('requester')]
  const actorId = await org.identity({ kind: 'agent', name: 'bot', ownerId: owner })
  const identities = { principal: org.principalId, owner, requester: asks }
  const ids = new Map(NAMES.map((name) => [name, newId(NOW)]))
  const idOf = (name: string) => ids.get(name) ?? ''
  await mutate(org.remit(), async (tx) => {
    for (const [index, name] of NAMES.entries()) {
      const guise = name === requester ? 'requester' : (guises[index] ?? 'nobody')
      const identityId = guise === 'nobody' ? null : fromPublicId('identity', identities[guise])
      const rest = { email: `${name}@example.com`, name, roles: ['approver'], identityId, joinedAt: NOW }
      await tx.member.create({ data: { orgId, id: idOf(name), ...rest } })
    }
    return { result: null, events: [{ action: 'member.added', subjectKind: 'organisation', subjectId: orgId }] }
  })
  const memberIds = inGroup.map((name) => toPublicId('member', idOf(name)))
  const { groupId } = await createGroup(org.remit(), createGroupInput.parse({ name: 'Group', memberIds }))
  const asked = stages.map(({ votes, from }, index) => {
    return {
      kind: 'people',
      name: `s${index}`,
      votes,
      from: [from === 'role' ? { role: 'approver' } : { group: groupId }],
    }
  })
  const content = approvalPolicy.parse({
    rules: [{ name: 'All', when: {}, verdict: { kind: 'stages', stages: asked } }],
  })
  await mutate(org.remit(), async (tx) => {
    const version = { kind: 'approvals', version: 1, status: 'active', note: 'x', proposedBy: 'x', proposedAt: NOW }
    await tx.policyVersion.create({ data: { orgId, id: newId(NOW), ...version, content } })
    return { result: null, events: [{ action: 'policy.activated', subjectKind: 'organisation', subjectId: orgId }] }
  })
  if (away && away[0] !== away[1]) {
    const days = { startsAt: at('-1d'), endsAt: at('+1d'), reason: 'Away.' }
    const [memberId, delegateId] = away.map((name) => toPublicId('member', idOf(name)))
    await setAbsence(org.remit(), { memberId, delegateId: delegateId ?? '', ...days }).catch(refusalOf)
  }
  const as = (name: string): Context => {
    const actor = { kind: 'member', memberId: idOf(name), name, roles: ['approver'], authenticatedAt: NOW } as const
    return { orgId, actor, now: NOW }
  }
  const grantId = await org.request({ actorId }, as(requester))
  const approvalId = await org.approvalOf(grantId)
  for (const [index, [name, inPlace]] of ballots.entries()) {
    if (leaves && index === 3)
      await deactivateMember(org.remit(), { memberId: toPublicId('member', idOf(leaves)), reason: 'Left.' }).catch(
        refusalOf,
      )
    const onBehalfOf = inPlace && away ? toPublicId('member', idOf(away[0])) : undefined
    await decideApproval(as(name), { approvalId, vote: 'approve', onBehalfOf }).catch(refusalOf)
  }
  return { org, approvalId, nameOf: (id: string) => NAMES.find((name) => idOf(name) === id) ?? id }
}

it('no path lets a forbidden person decide: through the commands, whoever they are and in whoever’s place', async () => {
  const check = fc.asyncProperty(scene, async (plan) => {
    const { org, approvalId, nameOf } = await play(plan)
    const id = fromPublicId('approval', approvalId)
    const where = { orgId: org.orgId, approvalId: id }
    const stages = await reader().approvalStage.findMany({ where: { ...where, kind: 'people' } })
    const positions = stages.map(({ position }) => position).sort()
    // The principal's own consent is no decision.
    const votes = await reader().approvalVote.findMany({ where: { ...where, position: { in: positions } } })
    const { status } = await reader().approval.findUniqueOrThrow({ where: { orgId_id: { orgId: org.orgId, id } } })
    const guiseOf = (name: string) => (name === plan.requester ? 'requester' : plan.guises[NAMES.indexOf(name)])
    const concerned = votes.flatMap(({ memberId, onBehalfOfMemberId }) => {
      const people = [memberId, ...(onBehalfOfMemberId ? [onBehalfOfMemberId] : [])].map(nameOf)
      return people.filter((name) => guiseOf(name) !== 'nobody')
    })
    expect(concerned).toEqual([])
    for (const { position, memberId, onBehalfOfMemberId } of votes) {
      const right = nameOf(onBehalfOfMemberId ?? memberId)
      if (plan.stages[positions.indexOf(position)]?.from === 'group') expect(plan.inGroup).toContain(right)
    }
    const needed = plan.stages.reduce((sum, stage) => sum + stage.votes, 0)
    if (status === 'approved') {
      expect(votes.length).toBeGreaterThanOrEqual(needed)
      expect(new Set(votes.map(({ memberId }) => memberId)).size).toBeGreaterThanOrEqual(needed)
    }
  })
  await fc.assert(check, { numRuns: 6, endOnFailure: true })
})
