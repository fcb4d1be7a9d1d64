import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** That an external reviewer could not be asked, or answered with something else than a review. Ids are UUIDs. */
export async function recordReviewFailure(
  ctx: Context,
  failure: { approvalId: string; endpointId: string; error: string },
): Promise<void> {
  authorize(ctx, 'keep-approvals')
  const { approvalId, endpointId, error } = failure
  await mutate(ctx, async (tx) => {
    const where = { orgId_id: { orgId: ctx.orgId, id: endpointId } }
    const { name } = await tx.endpoint.update({ where, data: { lastError: error } })
    const subject = { subjectKind: 'approval', subjectId: approvalId } as const
    return { result: null, events: [{ action: 'approval.reviewed', ...subject, data: { reviewer: name, error } }] }
  })
}
