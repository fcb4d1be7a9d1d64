import { describe, expect, it } from 'vitest'
import { askSession } from '@/lib/commands/ask-session'
import { assignOwner } from '@/lib/commands/assign-owner'
import { changeGroup } from '@/lib/commands/change-group'
import { createGroup } from '@/lib/commands/create-group'
import { decideApproval } from '@/lib/commands/decide-approval'
import { deleteGroup } from '@/lib/commands/delete-group'
import { setAbsence } from '@/lib/commands/set-absence'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { countInbox } from '@/lib/queries/count-inbox'
import { getGroupUses } from '@/lib/queries/get-group-uses'
import { at, NOW } from '@/tests/support/clock'
import { createDeciding, type Deciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const approve = (ctx: Context, approvalId: string) =>
  decideApproval(ctx, { approvalId, vote: 'approve', comment: 'Bounds checked.' })
const refused = (code: string) => expect.objectContaining({ code })

describe('a question whose owner changes', () => {
  async function createOwned() {
    const org = await createDeciding()
    const from = [{ owner: 'system' as const }]
    const stages = [
      { ...stageOf(1), name: 'Owner', from },
      { ...stageOf(1), name: 'Approver' },
    ]
    await org.rules({ otherwise: { kind: 'stages', stages } })
    const ids = [await org.identity({ kind: 'human', name: 'A' }), await org.identity({ kind: 'human', name: 'B' })]
    const [a, b] = [
      await org.person('A', { roles: ['manager'], identityId: ids[0] }),
      await org.person('B', { roles: ['manager'], identityId: ids[1] }),
    ]
    const give = (ownerId = '') => assignOwner(org.as('admin'), { kind: 'system', ids: [org.systemId], ownerId })
    await give(ids[0])
    return { org, a, b, toB: () => give(ids[1]) }
  }

  it('asks the new owner in the place of the one before, in the inbox too', async () => {
    const { org, a, b, toB } = await createOwned()
    const { approvalId } = await org.ask()
    expect([await countInbox(a.ctx), await countInbox(b.ctx)]).toMatchObject([{ mine: 1 }, { mine: 0 }])
    await toB()
    expect([await countInbox(a.ctx), await countInbox(b.ctx)]).toMatchObject([{ mine: 0 }, { mine: 1 }])
    await expect(approve(a.ctx, approvalId)).rejects.toEqual(refused('not_asked'))
    expect(await approve(b.ctx, approvalId)).toEqual({ status: 'pending' })
  })

  it('goes back to the owner where the one before had agreed', async () => {
    const { org, a, b, toB } = await createOwned()
    const { approvalId } = await org.ask()
    await approve(a.ctx, approvalId)
    const approver = await org.person('Approver')
    expect(await countInbox(approver.ctx)).toMatchObject({ mine: 1 })
    await toB()
    expect([await countInbox(approver.ctx), await countInbox(b.ctx)]).toMatchObject([{ mine: 0 }, { mine: 1 }])
    expect(await org.readEvents('approval.recounted')).toMatchObject([{ data: { cause: 'owner', stage: 'Owner' } }])
  })

  it('is not theirs to decide once the actor is theirs, nor in their inbox', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(1)))
    const ownerId = await org.identity({ kind: 'human', name: 'Owner' })
    const owner = await org.person('Owner', { identityId: ownerId })
    const { approvalId } = await org.ask()
    expect(await countInbox(owner.ctx)).toMatchObject({ mine: 1 })
    await assignOwner(org.as('admin'), { kind: 'identity', ids: [org.actorId], ownerId })
    expect(await countInbox(owner.ctx)).toMatchObject({ mine: 0 })
    await expect(approve(owner.ctx, approvalId)).rejects.toEqual(refused('self_approval'))
  })
})

describe('somebody a question has come to concern', () => {
  it('does not choose who decides on it, by group or by absence', async () => {
    const org = await createDeciding()
    const group = await org.group('Deciders')
    await org.rules(staged(stageOf(1, group)))
    const ownerId = await org.identity({ kind: 'human', name: 'Boss' })
    const boss = await org.person('Boss', { roles: ['admin'], identityId: ownerId })
    const [friend, decider] = [await org.person('Friend'), await org.person('Decider', { groups: [group] })]
    await org.ask({}, org.as('manager'))
    await assignOwner(org.as('admin'), { kind: 'system', ids: [org.systemId], ownerId })
    const agentId = await org.identity({ name: 'second agent', ownerId })
    const chain = await org.request({ principalId: org.actorId, actorId: agentId }, org.as('manager'))
    await org.decide(decider.ctx, chain)
    const add = changeGroup(boss.ctx, { groupId: group, add: [friend.id], remove: [] })
    await expect(add).rejects.toEqual(refused('self_promotion'))
    const away = { memberId: decider.id, delegateId: friend.id, startsAt: NOW, endsAt: at('+1d'), reason: 'Away.' }
    await expect(setAbsence(boss.ctx, away)).rejects.toEqual(refused('self_promotion'))
    await setAbsence(org.as('admin'), away)
  })
})

describe('a session below another', () => {
  async function createClient(org: Deciding): Promise<string> {
    const id = newId(NOW)
    await org.write(async (tx) => {
      const identityId = fromPublicId('identity', org.actorId)
      const proof = { authMethods: ['client_secret_basic'], createdBy: 'test', createdAt: NOW }
      await tx.client.create({ data: { orgId: org.orgId, id, identityId, name: 'ci', ...proof } })
      return { result: null, events: [{ action: 'client.created', subjectKind: 'client', subjectId: id }] }
    })
    return id
  }

  it('is decided by nobody who acts in the sessions above it', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(1)))
    const aboveId = await org.identity({ kind: 'human', name: 'Above' })
    const above = await org.person('Above', { identityId: aboveId })
    const other = await org.person('Other')
    const first = await org.grant({ actorId: aboveId })
    const parentSessionId = fromPublicId('session', await org.session(first))
    const grantId = fromPublicId('grant', await org.grant({ requiresSessionApproval: true }))
    const [principalId, actorId] = [fromPublicId('identity', org.principalId), fromPublicId('identity', org.actorId)]
    const { approvalId: id } = await askSession(org.remit(), {
      ...{ digest: 'd', grantId, grantName: 'Answer cases', clientId: await createClient(org), principalId, actorId },
      ...{ parentSessionId, systemIds: [fromPublicId('system', org.systemId)], audience: ['ticketing'] },
      ...{ permissions: ['case:list'], authorizationDetails: [], ttlSeconds: 3600, isDpopBound: false },
      ...{ purpose: null, ticket: null, context: { verified: {}, stated: {} } },
    })
    expect(await countInbox(above.ctx)).toMatchObject({ mine: 0 })
    await expect(approve(above.ctx, toPublicId('approval', id))).rejects.toEqual(refused('self_approval'))
    expect(await approve(other.ctx, toPublicId('approval', id))).toEqual({ status: 'approved' })
  })
})

describe('a group of the name of a team', () => {
  it('does not come to be by renaming one that has people, nor by putting oneself into a new one', async () => {
    const org = await createDeciding()
    await org.identity({ kind: 'team', name: 'Platform' })
    const groupId = await org.group('lunch')
    const member = await org.person('Member', { groups: [groupId] })
    const rename = (name: string) => changeGroup(org.as('admin'), { groupId, name, add: [], remove: [] })
    await expect(rename('platform')).rejects.toEqual(refused('name_has_power'))
    const { actor } = org.as('admin')
    const me = actor.kind === 'member' ? toPublicId('member', actor.memberId) : ''
    await expect(createGroup(org.as('admin'), { name: 'Platform', memberIds: [me] })).rejects.toEqual(
      refused('self_promotion'),
    )
    await changeGroup(org.as('admin'), { groupId, add: [], remove: [member.id] })
    await rename('platform')
    const taken = changeGroup(org.as('admin'), { groupId, add: [me], remove: [] })
    await expect(taken).rejects.toEqual(refused('self_promotion'))
  })

  it('does not come to be by registering the team where the group has people', async () => {
    const org = await createDeciding()
    const groupId = await org.group('Lunch')
    const member = await org.person('Member', { groups: [groupId] })
    const register = () => org.identity({ kind: 'team', name: 'LUNCH' })
    await expect(register()).rejects.toEqual(refused('name_has_power'))
    await org.identity({ kind: 'agent', name: 'lunch' })
    await changeGroup(org.as('admin'), { groupId, add: [], remove: [member.id] })
    await register()
  })
})

describe('a group that is no longer needed', () => {
  it('is deleted once no rule names it and no question waits for it, and takes the power of its name along', async () => {
    const org = await createDeciding()
    const admin = org.as('admin')
    const [groupId, second] = [await org.group('Platform'), await org.group('Second')]
    await org.identity({ kind: 'team', name: 'Platform' })
    const member = await org.person('Member', { groups: [groupId] })
    await org.rules(staged(stageOf(1, groupId)))
    const { approvalId } = await org.ask()
    const remove = () => deleteGroup(admin, { groupId })
    expect(await getGroupUses(admin, { groupId })).toMatchObject({
      ...{ canDelete: false, rules: ['where no rule speaks'], team: 'Platform' },
      ...{ questions: [{ id: approvalId, title: 'Answer cases' }], members: [{ id: member.id, name: 'Member' }] },
    })
    await expect(remove()).rejects.toEqual(refused('group_in_use'))
    await org.rules(staged(stageOf(1, second)))
    await expect(remove()).rejects.toEqual(refused('group_in_use'))
    await approve(member.ctx, approvalId)
    expect(await getGroupUses(admin, { groupId })).toMatchObject({ canDelete: true, rules: [], questions: [] })
    expect(await remove()).toEqual({ groupId, name: 'Platform' })
    expect(await org.readEvents('group.deleted')).toMatchObject([
      { subjectName: 'Platform', data: { members: ['Member'] } },
    ])
    await expect(remove()).rejects.toEqual(refused('not_found'))
    await expect(deleteGroup((await createDeciding()).as('admin'), { groupId: second })).rejects.toEqual(
      refused('not_found'),
    )
  })
})
