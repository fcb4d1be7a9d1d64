import { z } from 'zod'
import { mutate } from '@/lib/db'
import { readVoters } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const closeReviewInput = z.object({
  grantId: z.string(),
  outcome: z.enum(['justified', 'unjustified']),
  comment: reasonInput,
})

/** Closes the review of a broken glass: by somebody else than whoever broke it, and than whom it was done for.
 *  @throws DomainError `not_found`, `wrong_status` once it is closed, `self_approval` */
export async function closeReview(
  ctx: Context,
  { grantId, outcome, comment }: z.output<typeof closeReviewInput>,
): Promise<{ closedAt: Date }> {
  authorize(ctx, 'close-review')
  const { orgId, actor, now } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can close a review.')
  const id = fromPublicId('grant', grantId)
  return mutate(ctx, async (tx) => {
    const where = { orgId_grantId: { orgId, grantId: id } }
    const review = await tx.breakGlassReview.findUnique({ where, include: { grant: true } })
    if (!review) throw notFound('review')
    if (review.closedAt) throw new DomainError('wrong_status', 'This review is closed.')
    const me = (await readVoters(tx, orgId, [actor.memberId])).get(actor.memberId)
    const { actorId, principalId, name } = review.grant
    const isOwn = review.openedByMemberId === actor.memberId || me?.identityIds.some((own) => own === actorId)
    if (!me?.isActive || isOwn || me.identityIds.includes(principalId))
      throw new DomainError(
        'self_approval',
        'You broke this glass, or it was broken for you. Somebody else has to review it.',
      )
    const closed = { closedByMemberId: actor.memberId, closedAt: now, outcome, comment }
    await tx.breakGlassReview.update({ where, data: closed })
    const subject = { subjectKind: 'grant', subjectId: id, subjectName: name, reason: comment } as const
    const data = { outcome, isLate: review.dueAt < now }
    return { result: { closedAt: now }, events: [{ action: 'break-glass.reviewed', ...subject, data }] }
  })
}
