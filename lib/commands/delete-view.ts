import { z } from 'zod'
import { viewOwner } from '@/lib/commands/save-view'
import { mutate } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const deleteViewInput = z.object({ viewId: z.string() })

/** Takes a saved view away: one's own, and an admin any that is shared. @throws DomainError `not_found` for any other */
export async function deleteView(ctx: Context, { viewId }: z.output<typeof deleteViewInput>) {
  authorize(ctx, 'save-view')
  const memberId = viewOwner(ctx)
  const id = fromPublicId('view', viewId)
  const shared = isAllowed(ctx, 'manage-members') ? [{ isShared: true }] : []
  return mutate(ctx, async (tx) => {
    const view = await tx.savedView.findFirst({ where: { orgId: ctx.orgId, id, OR: [{ memberId }, ...shared] } })
    if (!view) throw notFound('view')
    await tx.savedView.deleteMany({ where: { orgId: ctx.orgId, id } })
    const subject = { subjectKind: 'view', subjectId: id, subjectName: view.name } as const
    const { list, query, isShared } = view
    return {
      result: { viewId, name: view.name },
      events: [{ action: 'view.deleted', ...subject, data: { list, query, isShared } }],
    }
  })
}
