import { z } from 'zod'
import { recountApprovals } from '@/lib/commands/recount-approvals'
import { mutate } from '@/lib/db'
import { type GroupUses, readGroupUses } from '@/lib/db/group-uses'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const deleteGroupInput = z.object({ groupId: z.string() })

/** What names it has to be changed first: rules by those who decide on rules, questions by being decided. */
function checkUnused(name: string, { rules, questions }: GroupUses): void {
  const titles = questions.map(({ title }) => title)
  if (rules.length > 0)
    throw new DomainError('group_in_use', `${name} is named by ${rules.join(', ')}. Change that first.`, { rules })
  if (titles.length > 0) {
    const named = titles.slice(0, 3).join(', ')
    throw new DomainError('group_in_use', `${name} is asked about what waits: ${named}. Decide or withdraw it first.`)
  }
}

/** Takes a group away that no rule names and no question waits for. Whoever was in it loses at once what its name gave them.
 *  @throws DomainError `not_found`, `group_in_use` */
export async function deleteGroup(ctx: Context, { groupId }: z.output<typeof deleteGroupInput>) {
  authorize(ctx, 'manage-groups')
  const { orgId } = ctx
  const id = fromPublicId('group', groupId)
  return mutate(ctx, async (tx) => {
    const group = await tx.memberGroup.findUnique({ where: { orgId_id: { orgId, id } } })
    if (!group) throw notFound('group')
    const { name } = group
    const uses = await readGroupUses(tx, orgId, group)
    checkUnused(name, uses)
    await tx.memberGroupMember.deleteMany({ where: { orgId, groupId: id } })
    await tx.memberGroup.deleteMany({ where: { orgId, id } })
    const gone = uses.members.map((member) => member.id)
    const recounted = await recountApprovals(tx, ctx, gone)
    const data = { members: uses.members.map((member) => member.name), team: uses.team }
    const subject = { subjectKind: 'group', subjectId: id, subjectName: name } as const
    return {
      result: { groupId, name },
      events: [{ action: 'group.deleted', ...subject, data }, ...recounted.events],
      jobs: recounted.jobs,
    }
  })
}
