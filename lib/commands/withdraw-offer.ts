import { z } from 'zod'
import { tellOf } from '@/lib/commands/open-approval'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { canTransition, type OfferStatus } from '@/lib/domain/life'
import { fromPublicId } from '@/lib/id'

export const withdrawOfferInput = z.object({ offerId: z.string() })

/** Takes an offer back before it is answered. @throws DomainError `not_found`, `wrong_status`, `not_yours` */
export async function withdrawOffer(ctx: Context, { offerId }: z.output<typeof withdrawOfferInput>): Promise<void> {
  authorize(ctx, 'decide-approval')
  const { orgId, actor, now } = ctx
  const where = { orgId_id: { orgId, id: fromPublicId('offer', offerId) } }
  return mutate(ctx, async (tx) => {
    const offer = await tx.approvalOffer.findUnique({ where })
    if (!offer) throw notFound('offer')
    if (actor.kind !== 'member' || offer.offeredByMemberId !== actor.memberId)
      throw new DomainError('not_yours', 'Whoever made the offer takes it back.')
    if (!canTransition('offer', offer.status as OfferStatus, 'withdrawn'))
      throw new DomainError('wrong_status', `This offer was ${offer.status}.`, { status: offer.status })
    await tx.approvalOffer.update({ where, data: { status: 'withdrawn', answeredAt: now } })
    const { approvalId, revision } = offer
    const subject = { subjectKind: 'approval', subjectId: approvalId } as const
    return {
      result: undefined,
      events: [{ action: 'approval.offer-withdrawn', ...subject, data: { revision } }],
      jobs: [tellOf(ctx, approvalId, 'offered')],
    }
  })
}
