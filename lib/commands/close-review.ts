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

/** Closes the review of a broken glass: by somebody else than whoever broke it, under whatever account, than whom it was done
 *  for, and than whoever owns what acted.
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
    const review = await tx.breakGlassReview.findUnique({ where, include: { grant: { include: { actor: true } } } })
    if (!review) throw notFound('review')
    if (review.closedAt) throw new DomainError('wrong_status', 'This review is closed.')
    const { actorId, principalId, name } = review.grant
    const people = await readVoters(tx, orgId, [actor.memberId, review.openedByMemberId])
    const me = people.get(actor.memberId)
    const theirs = people.get(review.openedByMemberId)?.identityIds ?? []
    const concerned = [actorId, principalId, review.grant.actor.ownerId, ...theirs]
    const isOwn = review.openedByMemberId === actor.memberId || me?.identityIds.some((own) => concerned.includes(own))
    if (!me?.isActive || isOwn)
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
