import { z } from 'zod'
import { advanceApproval } from '@/lib/commands/advance-approval'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { tellOf } from '@/lib/commands/open-approval'
import { standForOffer } from '@/lib/commands/stand-for-offer'
import { mutate } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { canTransition, type OfferStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** What whoever asked says to an offer. After a no, what was asked stands as before. */
export const answerOfferInput = z.object({
  offerId: z.string(),
  answer: z.enum(['accept', 'decline']),
  note: reasonInput.nullish(),
})
export type OfferAnswer = z.output<typeof answerOfferInput>

/** Whether the caller is whoever asked: the member or the service itself. */
export function isRequester({ actor }: Context, { row }: StoredQuestion): boolean {
  if (actor.kind === 'member') return row.requestedByMemberId === actor.memberId
  return actor.kind === 'service' && row.requestedByIdentityId === actor.identityId
}

const STATUS = { accept: 'accepted', decline: 'declined' } as const

/** Takes or refuses an offer. Taken, it is what is asked from then on, and the vote of whoever made it.
 *  @throws DomainError `not_found`, `wrong_status`, `lapsed`, `not_requester` */
export async function answerOffer(
  ctx: Context,
  { offerId, answer, note }: OfferAnswer,
): Promise<{ status: 'pending' | 'approved' | 'denied' }> {
  authorize(ctx, 'request-grant')
  const { orgId, now } = ctx
  const where = { orgId_id: { orgId, id: fromPublicId('offer', offerId) } }
  return mutate(ctx, async (tx) => {
    const offer = await tx.approvalOffer.findUnique({ where })
    if (!offer) throw notFound('offer')
    const { approvalId } = offer
    const stored = await loadOpenQuestion(tx, ctx, approvalId)
    if (!isRequester(ctx, stored)) throw new DomainError('not_requester', 'Whoever asked answers the offer.')
    const status = STATUS[answer]
    if (!canTransition('offer', offer.status as OfferStatus, status))
      throw new DomainError('wrong_status', `This offer was ${offer.status}.`, { status: offer.status })
    await tx.approvalOffer.update({ where, data: { status, answeredAt: now } })
    const anew = answer === 'accept' ? await standForOffer(tx, ctx, stored, offer) : []
    const nothing = { status: 'pending' as const, events: [], jobs: [] }
    const moved = answer === 'accept' ? await advanceApproval(tx, ctx, approvalId, offer.note) : nothing
    const { revision, keepsVotes } = offer
    const subject = { subjectKind: 'approval', subjectId: approvalId, reason: note ?? null } as const
    return {
      result: { status: moved.status },
      events: [
        { action: `approval.offer-${status}`, ...subject, data: { revision, keepsVotes } },
        ...anew,
        ...moved.events,
      ],
      jobs: [...(moved.status === 'pending' ? [tellOf(ctx, approvalId, 'offered')] : []), ...moved.jobs],
    }
  })
}
