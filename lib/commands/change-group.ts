import { z } from 'zod'
import { checkGroupChange } from '@/lib/commands/check-group-change'
import { checkGroupRename } from '@/lib/commands/check-group-name'
import { groupNameInput } from '@/lib/commands/create-group'
import { listRuleProblems } from '@/lib/commands/list-rule-problems'
import { loadGroupMembers } from '@/lib/commands/load-group-members'
import { recountApprovals } from '@/lib/commands/recount-approvals'
import { mutate, type Tx } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import type { AuditAction, AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId, toPublicId } from '@/lib/id'

const memberIds = z.array(z.string()).max(1000).default([])

/** What is not named stays as it is. Members by public id. */
export const changeGroupInput = z.object({
  groupId: z.string(),
  name: groupNameInput.optional(),
  add: memberIds,
  remove: memberIds,
})
type Change = z.output<typeof changeGroupInput>
type Group = { id: string; name: string }

async function rename(tx: Tx, ctx: Context, group: Group, name: string | undefined): Promise<AuditEventDraft[]> {
  const { orgId } = ctx
  if (name === undefined || name === group.name) return []
  const same = { orgId, name: sameText(name), id: { not: group.id } }
  if (await tx.memberGroup.findFirst({ where: same }))
    throw new DomainError('already_exists', `There is a group ${name} already.`)
  await checkGroupRename(tx, ctx, group, name)
  await tx.memberGroup.update({ where: { orgId_id: { orgId, id: group.id } }, data: { name } })
  const data = { was: group.name }
  return [{ action: 'group.renamed', subjectKind: 'group', subjectId: group.id, subjectName: name, data }]
}

async function changeMembers(tx: Tx, ctx: Context, group: Group, { add, remove }: Change) {
  const { orgId, now } = ctx
  const already = await tx.memberGroupMember.findMany({ where: { orgId, groupId: group.id } })
  const isIn = (id: string) => already.some(({ memberId }) => memberId === id)
  const added = (await loadGroupMembers(tx, ctx, add)).filter(({ id }) => !isIn(id))
  await checkGroupChange(tx, ctx, { groupId: group.id, name: group.name, memberIds: added.map(({ id }) => id) })
  const removed = (await loadGroupMembers(tx, ctx, remove)).filter(({ id }) => isIn(id))
  const gone = removed.map(({ id }) => id)
  await tx.memberGroupMember.createMany({
    data: added.map(({ id }) => ({ orgId, groupId: group.id, memberId: id, addedAt: now })),
  })
  await tx.memberGroupMember.deleteMany({ where: { orgId, groupId: group.id, memberId: { in: gone } } })
  const tell = (action: AuditAction) => (member: Group) => {
    const data = { memberId: toPublicId('member', member.id), memberName: member.name }
    return { action, subjectKind: 'group', subjectId: group.id, subjectName: group.name, data } as const
  }
  return { gone, events: [...added.map(tell('group.member-added')), ...removed.map(tell('group.member-removed'))] }
}

/** Changes who is in a group and what it is called. Whoever leaves it loses the power it gave at once, votes on what still
 *  waits included. `problems`: what the rules in force can no longer do.
 *  @throws DomainError `not_found`, `already_exists`, `nothing_to_change`, `self_promotion`, `name_has_power` */
export async function changeGroup(ctx: Context, input: Change): Promise<{ groupId: string; problems: string[] }> {
  authorize(ctx, 'manage-groups')
  const { orgId } = ctx
  const id = fromPublicId('group', input.groupId)
  return mutate(ctx, async (tx) => {
    const group = await tx.memberGroup.findUnique({ where: { orgId_id: { orgId, id } } })
    if (!group) throw notFound('group')
    const renamed = await rename(tx, ctx, group, input.name)
    const { gone, events } = await changeMembers(tx, ctx, { id, name: input.name ?? group.name }, input)
    const recounted = await recountApprovals(tx, ctx, gone)
    const [first, ...rest] = [...renamed, ...events, ...recounted.events]
    if (!first) throw new DomainError('nothing_to_change', 'Say what is to be changed.')
    const problems = await listRuleProblems(tx, orgId)
    return { result: { groupId: input.groupId, problems }, events: [first, ...rest], jobs: recounted.jobs }
  })
}
