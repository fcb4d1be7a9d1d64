import { z } from 'zod'
import { reader } from '@/lib/db'
import { type GroupUses, readGroupUses } from '@/lib/db/group-uses'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId, toPublicId } from '@/lib/id'

export const getGroupUsesInput = z.object({ groupId: z.string() })

/** What deleting a group would meet and take away, before it is done. Errors: `not_found`. */
export async function getGroupUses(
  ctx: Context,
  { groupId }: z.output<typeof getGroupUsesInput>,
): Promise<GroupUses & { canDelete: boolean }> {
  authorize(ctx, 'manage-groups')
  const { orgId } = ctx
  const where = { orgId_id: { orgId, id: fromPublicId('group', groupId) } }
  const group = await reader().memberGroup.findUnique({ where, select: { id: true, name: true } })
  if (!group) throw notFound('group')
  const uses = await readGroupUses(reader(), orgId, group)
  const members = uses.members.map(({ id, name }) => ({ id: toPublicId('member', id), name }))
  return { ...uses, members, canDelete: uses.rules.length === 0 && uses.questions.length === 0 }
}
