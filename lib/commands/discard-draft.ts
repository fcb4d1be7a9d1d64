import { z } from 'zod'
import { draftOwner } from '@/lib/commands/save-draft'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const discardDraftInput = z.object({ draftId: z.string() })

/** Throws a draft away; so does sending it. @throws DomainError `not_found` where it is not the caller's */
export async function discardDraft(ctx: Context, { draftId }: z.output<typeof discardDraftInput>) {
  authorize(ctx, 'request-grant')
  const memberId = draftOwner(ctx)
  const id = fromPublicId('draft', draftId)
  return mutate(ctx, async (tx) => {
    const own = { orgId: ctx.orgId, id, memberId }
    const draft = await tx.grantDraft.findFirst({ where: own })
    if (!draft) throw notFound('draft')
    await tx.grantDraft.deleteMany({ where: own })
    const subject = { subjectKind: 'draft', subjectId: id, subjectName: draft.name } as const
    return { result: { draftId }, events: [{ action: 'draft.discarded', ...subject }] }
  })
}
