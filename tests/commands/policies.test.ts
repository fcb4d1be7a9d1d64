import { beforeAll, describe, expect, it } from 'vitest'
import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { changeGroup, changeGroupInput } from '@/lib/commands/change-group'
import { changeMember } from '@/lib/commands/change-member'
import { createGroup, createGroupInput } from '@/lib/commands/create-group'
import { deactivateMember, reactivateMember } from '@/lib/commands/deactivate-member'
import { decideApproval } from '@/lib/commands/decide-approval'
import { endAbsence } from '@/lib/commands/end-absence'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { setAbsence } from '@/lib/commands/set-absence'
import { withdrawPolicy } from '@/lib/commands/withdraw-policy'
import { mutate, reader } from '@/lib/db'
import type { ApiScope } from '@/lib/domain/api-scope'
import type { Context, Role } from '@/lib/domain/context'
import { fromPublicId, newId } from '@/lib/id'
import { getActivePolicy } from '@/lib/queries/get-active-policy'
import { getPolicyVersion } from '@/lib/queries/get-policy-version'
import { listAbsences } from '@/lib/queries/list-absences'
import { listMembers } from '@/lib/queries/list-members'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const note = 'Two people for what is broad.'
const people = (name: string, votes: number, from: object[]) => ({ kind: 'people', name, votes, from })
const rules = (...list: object[]) => ({ rules: list })
const TWO_OF_ROLE = {
  name: 'Broad',
  when: { breadthAtLeast: 1 },
  verdict: { kind: 'stages', stages: [people('Two', 2, [{ role: 'approver' }, { role: 'manager' }])] },
}

type Person = { id: string; ctx: (now?: Date) => Context }

async function person(org: Organisation, name: string, roles: Role[], identityId?: string): Promise<Person> {
  const input = addMemberInput.parse({ email: `${name}@example.com`, name, roles, identityId })
  const { memberId } = await addMember(org.remit(), input)
  const uuid = fromPublicId('member', memberId)
  const ctx = (now = NOW): Context => {
    return { orgId: org.orgId, now, actor: { kind: 'member', memberId: uuid, name, roles, authenticatedAt: now } }
  }
  return { id: memberId, ctx }
}

const decide = (ctx: Context, approvalId: string, more: object = {}) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment: 'Read and agreed.', ...more })
const code = (problem: Promise<unknown>) =>
  problem.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
const voters = [{ role: 'approver' as const }]

describe('rules in versions', () => {
  let org: Organisation
  let bo: Person
  beforeAll(async () => {
    org = await createLifecycle()
    bo = await person(org, 'bo', ['admin'])
  })
  const propose = (content: object = rules(TWO_OF_ROLE), ctx = org.as('admin')) =>
    proposePolicy(ctx, { kind: 'approvals', content, note })

  it('are those that Remit brings along, as version 0, until an organisation has its own', async () => {
    const fresh = await createLifecycle()
    expect((await getActivePolicy(fresh.as('manager'))).version).toBe(0)
    const versions = await listPolicyVersions(fresh.as('manager'), 'approvals')
    expect(versions.map(({ version, status }) => [version, status])).toEqual([[0, 'active']])
  })

  it('hold only once another admin agreed, and requests keep the version they were asked under', async () => {
    const earlier = await org.request()
    const { approvalId, version } = await propose()
    expect((await getActivePolicy(org.as('admin'))).version).toBe(0)
    expect(await code(decide(org.as('admin'), approvalId))).toBe('self_approval')
    expect(await code(decide(org.as('approver'), approvalId))).toBe('not_asked')
    expect(await decide(bo.ctx(), approvalId)).toEqual({ status: 'approved' })
    const active = await getActivePolicy(org.as('admin'))
    expect([active.version, active.policy.rules[0]?.name]).toEqual([version, 'Broad'])
    expect(await org.decide(org.as('approver'), earlier)).toEqual({ status: 'approved' })
    const later = await org.request()
    expect(await org.decide(org.as('approver'), later)).toEqual({ status: 'pending' })
    expect(await org.decide(org.as('manager'), later)).toEqual({ status: 'approved' })
  })

  it('are written from the version in force, and never undo a change that came in between', async () => {
    const base = (await getActivePolicy(org.as('admin'))).version
    const one = await propose(rules(TWO_OF_ROLE, { ...TWO_OF_ROLE, name: 'One', when: { breadthBelow: 1 } }))
    const two = await propose(rules({ ...TWO_OF_ROLE, name: 'Two' }))
    expect(await decide(bo.ctx(), one.approvalId)).toEqual({ status: 'approved' })
    expect(await code(decide(bo.ctx(), two.approvalId))).toBe('changed')
    const late = proposePolicy(org.as('admin'), { kind: 'approvals', content: rules(), note, basedOn: base })
    expect(await code(late)).toBe('changed')
    expect(await decide(bo.ctx(), two.approvalId, { vote: 'deny' })).toEqual({ status: 'denied' })
    const { status } = await getPolicyVersion(org.as('admin'), two.version)
    expect(status).toBe('denied')
  })

  it('show what differs from the version in force', async () => {
    const { version, policyId } = await propose(rules({ ...TWO_OF_ROLE, when: { breadthAtLeast: 40 } }))
    const { difference, against } = await getPolicyVersion(org.as('reviewer'), version)
    expect(against).toBe((await getActivePolicy(org.as('admin'))).version)
    const changes = difference.rules.map(({ kind, name, after }) => [kind, name, after?.when ?? null])
    expect(changes).toEqual([
      ['changed', 'Broad', 'If breadth is 40 or more'],
      ['removed', 'One', null],
    ])
    expect(await code(withdrawPolicy(bo.ctx(), { policyId, reason: note }))).toBe('not_yours')
    await withdrawPolicy(org.as('admin'), { policyId, reason: note })
    expect((await getPolicyVersion(org.as('reviewer'), version)).status).toBe('withdrawn')
  })

  it('are refused with all that is wrong with them', async () => {
    const group = 'grp_01kavz0000e00000000000000a'
    const never = { name: 'Never', when: { breadthAtLeast: 50, tiers: [1] }, verdict: { kind: 'auto-approve' } }
    const stages = [people('Five', 5, voters), people('Gone', 1, [{ group }])]
    const content = rules(TWO_OF_ROLE, never, {
      ...TWO_OF_ROLE,
      name: 'Stages',
      when: {},
      verdict: { kind: 'stages', stages },
    })
    const refusal = await propose(content).catch((error) => error)
    expect(refusal.code).toBe('invalid_policy')
    expect(refusal.details.problems.map(({ message }: { message: string }) => message)).toEqual([
      `There is no group ${group}.`,
      '“Never” never speaks: “Broad” before it always does.',
      'The stage “Five” needs 5 votes, and only one person can vote in it.',
      'Nobody can vote in the stage “Gone”.',
    ])
    expect(await code(propose({ rules: [{ name: 'x', when: {}, verdict: { kind: 'no' } }] }))).toBe('invalid_policy')
  })

  it('are looked at again before they hold: what they name may have gone', async () => {
    const { approvalId } = await propose(rules({ ...TWO_OF_ROLE, name: 'Fresh' }))
    await deactivateMember(org.remit(), { memberId: await memberOf(org, 'manager'), reason: note })
    expect(await code(decide(bo.ctx(), approvalId))).toBe('invalid_policy')
    await reactivateMember(org.remit(), { memberId: await memberOf(org, 'manager'), reason: note })
    expect(await decide(bo.ctx(), approvalId)).toEqual({ status: 'approved' })
  })
})

async function memberOf(org: Organisation, name: string): Promise<string> {
  const found = (await listMembers(org.remit())).find((member) => member.name === name)
  if (!found) throw new Error(`no member ${name}`)
  return found.id
}

describe('the rule of two people', () => {
  it('holds for a person who is admin twice', async () => {
    const org = await createLifecycle()
    const identityId = await org.identity({ kind: 'human', name: 'Ada', email: 'ada@example.com' })
    const one = await person(org, 'ada', ['admin'])
    const two = await person(org, 'ada-too', ['admin'], identityId)
    const { approvalId } = await proposePolicy(one.ctx(), { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
    expect(await code(decide(two.ctx(), approvalId))).toBe('self_approval')
    expect(await decide(org.as('admin'), approvalId)).toEqual({ status: 'approved' })
  })

  it('holds in another’s place, either way', async () => {
    const org = await createLifecycle()
    const [bo, cy] = [await person(org, 'bo', ['admin']), await person(org, 'cy', ['manager'])]
    const days = { startsAt: at('-1d'), endsAt: at('+5d'), reason: 'On leave.' }
    const proposer = org.as('admin')
    await setAbsence(org.remit(), { memberId: await memberOf(org, 'admin'), delegateId: cy.id, ...days })
    const { approvalId } = await proposePolicy(proposer, { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
    const inPlaceOfProposer = decide(cy.ctx(), approvalId, { onBehalfOf: await memberOf(org, 'admin') })
    expect(await code(inPlaceOfProposer)).toBe('self_approval')
    const other = await createLifecycle()
    const di = await person(other, 'di', ['admin'])
    await setAbsence(other.remit(), { memberId: di.id, delegateId: await memberOf(other, 'admin'), ...days })
    const asked = await proposePolicy(other.as('admin'), { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
    expect(await code(decide(other.as('admin'), asked.approvalId, { onBehalfOf: di.id }))).toBe('self_approval')
    expect(await decide(bo.ctx(), approvalId)).toEqual({ status: 'approved' })
  })

  it('cannot be got around by a token, nor by a single admin', async () => {
    const org = await createLifecycle()
    const { actor } = org.as('admin')
    if (actor.kind !== 'member') throw new Error('a member')
    const scopes: ApiScope[] = ['policies:write', 'approvals:decide']
    const byToken: Context = { ...org.as('admin'), actor: { ...actor, token: { id: newId(NOW), scopes } } }
    const alone = proposePolicy(byToken, { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
    expect(await code(alone)).toBe('no_second_person')
    const bo = await person(org, 'bo', ['admin'])
    const { approvalId } = await proposePolicy(byToken, { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
    expect(await code(decide(org.as('admin'), approvalId))).toBe('self_approval')
    expect(await code(decide(byToken, approvalId))).toBe('self_approval')
    expect(await code(decideApproval(org.as('admin'), { approvalId, vote: 'approve' }, 'message'))).toBe(
      'self_approval',
    )
    const stale = bo.ctx()
    const long = { ...stale, actor: { ...stale.actor, authenticatedAt: at('-1h') } }
    expect(await code(decide(long, approvalId))).toBe('step_up_required')
    expect(await decide(stale, approvalId)).toEqual({ status: 'approved' })
  })

  it('is not got around by a role that one gives oneself', async () => {
    const org = await createLifecycle()
    const memberId = await memberOf(org, 'admin')
    const gain = changeMember(org.as('admin'), { memberId, roles: ['admin', 'approver'], reason: note })
    expect(await code(gain)).toBe('self_promotion')
    expect(await code(changeMember(org.remit(), { memberId, roles: ['manager'], reason: note }))).toBe('last_admin')
    expect(await code(deactivateMember(org.as('admin'), { memberId, reason: note }))).toBe('forbidden')
  })
})

describe('power', () => {
  async function scene() {
    const org = await createLifecycle()
    const [bo, cy] = [await person(org, 'bo', ['admin']), await person(org, 'cy', ['reviewer'])]
    const { groupId } = await createGroup(
      org.as('admin'),
      createGroupInput.parse({ name: 'Release', memberIds: [cy.id, bo.id] }),
    )
    const first = people('Release', 1, [{ group: groupId }])
    const content = rules({
      name: 'All',
      when: {},
      verdict: { kind: 'stages', stages: [first, people('Approvers', 1, voters)] },
    })
    const { approvalId } = await proposePolicy(org.as('admin'), { kind: 'approvals', content, note })
    await decide(bo.ctx(), approvalId)
    const grantId = await org.request()
    const read = async () => {
      const id = fromPublicId('approval', await org.approvalOf(grantId))
      const { status, currentPosition } = await reader().approval.findUniqueOrThrow({
        where: { orgId_id: { orgId: org.orgId, id } },
      })
      return [status, currentPosition]
    }
    return { org, bo, cy, groupId, grantId, read }
  }

  it('is lost with the group, and the stage that had passed asks again', async () => {
    const { org, bo, cy, groupId, grantId, read } = await scene()
    await org.decide(cy.ctx(), grantId)
    expect(await read()).toEqual(['pending', 2])
    await changeGroup(org.as('admin'), changeGroupInput.parse({ groupId, remove: [cy.id] }))
    expect(await read()).toEqual(['pending', 1])
    expect(await code(org.decide(org.as('approver'), grantId))).toBe('not_asked')
    expect(await org.decide(bo.ctx(), grantId)).toEqual({ status: 'pending' })
    expect(await org.decide(org.as('approver'), grantId)).toEqual({ status: 'approved' })
  })

  it('is lost at once by who is deactivated, votes that wait included, and what no longer works is said', async () => {
    const { org, bo, cy, groupId, grantId, read } = await scene()
    await org.decide(cy.ctx(), grantId)
    await deactivateMember(org.as('admin'), { memberId: cy.id, reason: 'Left.' })
    expect(await read()).toEqual(['pending', 1])
    expect(await code(org.decide(cy.ctx(), grantId))).not.toBe('done')
    const { problems } = await changeGroup(org.as('admin'), changeGroupInput.parse({ groupId, remove: [bo.id] }))
    expect(problems).toEqual(['Nobody can vote in the stage “Release”.'])
    const [recounted] = await org.readEvents('approval.recounted')
    expect(recounted?.data).toEqual({ stage: 'Release', position: 1 })
  })

  it('is lost with a role', async () => {
    const org = await createLifecycle()
    const grantId = await org.request()
    const memberId = await memberOf(org, 'approver')
    await changeMember(org.as('admin'), { memberId, roles: ['reviewer'], reason: note })
    expect(await code(org.decide(org.as('approver'), grantId))).toBe('not_asked')
  })

  it('is that of whoever is away, for whom they named and while they are away', async () => {
    const { org, bo, cy, grantId } = await scene()
    const di = await person(org, 'di', ['manager'])
    const away = { delegateId: di.id, startsAt: at('-1h'), endsAt: at('+2d'), reason: 'On leave.' }
    const { absenceId } = await setAbsence(cy.ctx(), away)
    expect(await code(org.decide(di.ctx(), grantId))).toBe('not_asked')
    expect(await org.decide(di.ctx(), grantId, { onBehalfOf: cy.id })).toEqual({ status: 'pending' })
    expect(await code(org.decide(cy.ctx(), grantId))).not.toBe('done')
    const [row] = await listAbsences(org.as('reviewer'))
    expect(row).toMatchObject({ status: 'now', votes: 1, delegate: { name: 'di' }, canEnd: false })
    expect(await code(endAbsence(bo.ctx(), { absenceId }))).toBe('done')
    const next = await org.request()
    expect(await code(org.decide(di.ctx(), next, { onBehalfOf: cy.id }))).toBe('not_asked')
  })

  it('is not handed on twice, nor taken by whoever sets the absence', async () => {
    const { org, bo, cy } = await scene()
    const di = await person(org, 'di', ['manager'])
    const days = { startsAt: NOW, endsAt: at('+2d'), reason: 'On leave.' }
    await setAbsence(cy.ctx(), { delegateId: di.id, ...days })
    expect(await code(setAbsence(cy.ctx(), { delegateId: bo.id, ...days }))).toBe('overlap')
    expect(await code(setAbsence(di.ctx(), { delegateId: bo.id, ...days }))).toBe('is_delegate')
    expect(await code(setAbsence(bo.ctx(), { delegateId: cy.id, ...days }))).toBe('delegate_away')
    expect(await code(setAbsence(bo.ctx(), { memberId: di.id, delegateId: bo.id, ...days }))).toBe('not_yours')
    expect(await code(setAbsence(di.ctx(), { memberId: bo.id, delegateId: di.id, ...days }))).toBe('not_yours')
    expect(await code(setAbsence(bo.ctx(), { delegateId: bo.id, ...days }))).toBe('invalid_input')
    const backwards = { ...days, endsAt: at('-1d') }
    expect(await code(setAbsence(bo.ctx(), { delegateId: di.id, ...backwards }))).toBe('invalid_input')
  })
})

it('a group is named once, and renamed on record', async () => {
  const org = await createLifecycle()
  const { groupId } = await createGroup(org.as('admin'), createGroupInput.parse({ name: 'Release' }))
  expect(await code(createGroup(org.as('admin'), createGroupInput.parse({ name: 'release' })))).toBe('already_exists')
  await changeGroup(org.as('admin'), changeGroupInput.parse({ groupId, name: 'Release team' }))
  expect((await org.readEvents('group.renamed'))[0]?.data).toEqual({ was: 'Release' })
  expect(await code(changeGroup(org.as('admin'), changeGroupInput.parse({ groupId })))).toBe('nothing_to_change')
})

it('a version that was proposed cannot be rewritten, nor put in force past the question', async () => {
  const org = await createLifecycle()
  await person(org, 'bo', ['admin'])
  const { policyId } = await proposePolicy(org.as('admin'), { kind: 'approvals', content: rules(TWO_OF_ROLE), note })
  const where = { orgId_id: { orgId: org.orgId, id: fromPublicId('policy', policyId) } }
  const event = { action: 'policy.proposed', subjectKind: 'policy', subjectId: where.orgId_id.id } as const
  const rewrite = mutate(org.remit(), async (tx) => {
    await tx.policyVersion.update({ where, data: { content: {} } })
    return { result: null, events: [event] }
  })
  await expect(rewrite).rejects.toThrow()
})
