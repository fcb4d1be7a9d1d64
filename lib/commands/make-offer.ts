import { advanceApproval } from '@/lib/commands/advance-approval'
import { checkVoter } from '@/lib/commands/check-voter'
import { loadPolicyVersion } from '@/lib/commands/load-approval-policy'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { tellOf } from '@/lib/commands/open-approval'
import { offerOfGrant, offerOfSession, type PreparedOffer } from '@/lib/commands/prepare-offer'
import { standForOffer } from '@/lib/commands/stand-for-offer'
import { mutate, type Prisma, type Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Offer } from '@/lib/domain/counter-offer'
import { DomainError } from '@/lib/domain/error'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** `answer`: whoever asked says yes or no first; `taken`: it stands at once, because a machine asked, which has no say.
 *  `keepsVotes`: votes cast already count for it, being for more. `status` of the question. */
export type MadeOffer = {
  offerId: string
  answer: 'awaited' | 'taken'
  keepsVotes: boolean
  status: 'pending' | 'approved' | 'denied'
}

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject

async function nextRevision(tx: Tx, { orgId }: Context, approvalId: string): Promise<number> {
  const offers = await tx.approvalOffer.findMany({
    where: { orgId, approvalId },
    select: { revision: true, status: true },
  })
  if (offers.some(({ status }) => status === 'offered'))
    throw new DomainError('offer_open', 'An offer waits to be answered. It has to be answered or withdrawn first.')
  return Math.max(0, ...offers.map(({ revision }) => revision)) + 1
}

function prepare(stored: StoredQuestion, input: Offer, now: Date): PreparedOffer {
  const { subjectKind } = stored.row
  if (subjectKind === 'grant') return offerOfGrant(stored, input.terms, now)
  if (subjectKind === 'session') return offerOfSession(stored, input.terms)
  throw new DomainError('not_offerable', 'Rules are agreed to as they are, or not.')
}

/** Offers less than what was asked: narrower, shorter or later. Whoever may vote may offer, and stands by it: once it is
 *  taken it is their vote. Votes that were cast stay where the offer lies within what they were for.
 *  @throws DomainError as `decideApproval`; `offer_open`, `offer_too_wide`, `not_offerable` */
export async function makeOffer(ctx: Context, input: Offer): Promise<MadeOffer> {
  authorize(ctx, 'decide-approval')
  const { orgId, actor, now } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  const approvalId = fromPublicId('approval', input.approvalId)
  const onBehalfOfMemberId = input.onBehalfOf ? fromPublicId('member', input.onBehalfOf) : null
  return mutate(ctx, async (tx) => {
    const stored = await loadOpenQuestion(tx, ctx, approvalId, input.revision)
    const policy = await loadPolicyVersion(tx, orgId, stored.row.policyVersion)
    await checkVoter(tx, ctx, stored, { vote: 'approve', onBehalfOfMemberId, policy })
    const revision = await nextRevision(tx, ctx, approvalId)
    const { terms, before, keepsVotes, isTaken } = prepare(stored, input, now)
    const id = newId(now)
    const status = isTaken ? 'accepted' : 'offered'
    const made = { orgId, id, approvalId, revision, status, keepsVotes, note: input.note, offeredAt: now }
    const offer = await tx.approvalOffer.create({
      data: {
        ...made,
        ...{ offeredByMemberId: actor.memberId, terms: plain(terms), before: plain(before) },
        answeredAt: isTaken ? now : null,
      },
    })
    const data = { revision, keepsVotes, terms: plain(terms) }
    const subject = { subjectKind: 'approval', subjectId: approvalId, reason: input.note } as const
    const anew = isTaken ? await standForOffer(tx, ctx, stored, offer) : []
    const moved = isTaken
      ? await advanceApproval(tx, ctx, approvalId, input.note)
      : { status: 'pending' as const, events: [], jobs: [] }
    return {
      result: {
        offerId: toPublicId('offer', id),
        answer: isTaken ? ('taken' as const) : ('awaited' as const),
        keepsVotes,
        status: moved.status,
      },
      events: [{ action: 'approval.offered', ...subject, data }, ...anew, ...moved.events],
      jobs: [tellOf(ctx, approvalId, 'offered'), ...moved.jobs],
    }
  })
}
