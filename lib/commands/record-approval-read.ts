import { z } from 'zod'
import { isVoter } from '@/lib/commands/ask-question'
import { mutateIfNeeded } from '@/lib/db'
import { readQuestion } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const recordApprovalReadInput = z.object({ approvalId: z.string() })

/** Keeps when somebody who decides on a question first opened it, so that others see who has, and how long a vote took. Of
 *  anybody else, and of a question that is decided, nothing is kept. */
export async function recordApprovalRead(
  ctx: Context,
  { approvalId }: z.output<typeof recordApprovalReadInput>,
): Promise<void> {
  authorize(ctx, 'decide-approval')
  const { orgId, actor, now } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person reads.')
  const key = { orgId, approvalId: fromPublicId('approval', approvalId), memberId: actor.memberId }
  await mutateIfNeeded(ctx, async (tx) => {
    if (await tx.approvalRead.findUnique({ where: { orgId_approvalId_memberId: key } })) return null
    const stored = await readQuestion(tx, orgId, key.approvalId)
    if (stored?.row.status !== 'pending' || !(await isVoter(tx, ctx, stored, actor.memberId))) return null
    await tx.approvalRead.create({ data: { ...key, firstReadAt: now } })
    return {
      result: null,
      events: [{ action: 'approval.read', subjectKind: 'approval', subjectId: key.approvalId }],
    }
  })
}
