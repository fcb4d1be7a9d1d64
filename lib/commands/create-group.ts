import { z } from 'zod'
import { checkGroupChange } from '@/lib/commands/check-group-change'
import { findNamePower } from '@/lib/commands/check-group-name'
import { loadGroupMembers } from '@/lib/commands/load-group-members'
import { mutate } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { newId, toPublicId } from '@/lib/id'

export const groupNameInput = z.string().trim().min(1, 'A group needs a name.').max(200)

/** Members by public id. */
export const createGroupInput = z.object({ name: groupNameInput, memberIds: z.array(z.string()).max(1000).default([]) })

/** Makes a group that rules can name. Where the name gives power already, nobody gives it to themselves.
 *  @throws DomainError `already_exists`, `not_found` for a member, `self_promotion` */
export async function createGroup(
  ctx: Context,
  input: z.output<typeof createGroupInput>,
): Promise<{ groupId: string }> {
  authorize(ctx, 'manage-groups')
  const { orgId, now } = ctx
  const { name } = input
  const id = newId(now)
  return mutate(ctx, async (tx) => {
    const existing = await tx.memberGroup.findFirst({ where: { orgId, name: sameText(name) } })
    if (existing) throw new DomainError('already_exists', `There is a group ${existing.name} already.`)
    const members = await loadGroupMembers(tx, ctx, input.memberIds)
    const memberIds = members.map((member) => member.id)
    if (await findNamePower(tx, orgId, name)) await checkGroupChange(tx, ctx, { groupId: id, name, memberIds })
    await tx.memberGroup.create({ data: { orgId, id, name, createdAt: now } })
    const rows = members.map((member) => ({ orgId, groupId: id, memberId: member.id, addedAt: now }))
    await tx.memberGroupMember.createMany({ data: rows })
    const data = { members: members.map((member) => member.name) }
    return {
      result: { groupId: toPublicId('group', id) },
      events: [{ action: 'group.created', subjectKind: 'group', subjectId: id, subjectName: name, data }],
    }
  })
}
