import { askConsentAnew } from '@/lib/commands/ask-consent-anew'
import { countVotes } from '@/lib/commands/count-votes'
import { describeTerms, replaceTerms } from '@/lib/commands/store-terms'
import { type Grant, tierOf, toSessionCase } from '@/lib/commands/to-session-case'
import type { Prisma, Tx } from '@/lib/db'
import { readAbsentees, readVoters, type StoredQuestion } from '@/lib/db/question'
import { requestRisk } from '@/lib/domain/approval-route'
import { hindranceOf } from '@/lib/domain/approval-tally'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { hindranceInPlace } from '@/lib/domain/ballot'
import type { Context } from '@/lib/domain/context'
import { askedGrant, endOf, grantTerms, standsSeconds } from '@/lib/domain/grant-terms'
import { askedSession } from '@/lib/domain/session-request'

type OfferRow = Awaited<ReturnType<Tx['approvalOffer']['findUniqueOrThrow']>>
type Stands = { asked: Prisma.InputJsonObject; tier: number; risk: number }

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject

/** The grant that waits holds the terms that were asked; a grant that would be changed stays as it is until then. */
async function putGrant(tx: Tx, ctx: Context, { row }: StoredQuestion, offer: OfferRow): Promise<Stands> {
  const asked = askedGrant.parse(row.asked)
  const terms = grantTerms.parse(offer.terms)
  const isPending = asked.change === 'new' || asked.change === 'renew'
  const end = endOf(terms, ctx.now)
  const described = isPending
    ? await replaceTerms(tx, ctx, row.subjectId, { ...terms, expiresAt: end })
    : await describeTerms(tx, ctx.orgId, terms)
  const { breadth, tier } = described
  const risk = requestRisk(breadth.score, tier, standsSeconds(terms, ctx.now) === null)
  return { asked: plain({ ...asked, terms }), tier, risk }
}

async function putSession(tx: Tx, ctx: Context, offer: OfferRow): Promise<Stands> {
  const asked = askedSession.parse(offer.terms)
  const where = { orgId_id: { orgId: ctx.orgId, id: asked.grantId } }
  const include = { principal: true, actor: true }
  const grant: Grant = await tx.delegationGrant.findUniqueOrThrow({ where, include })
  const of = await toSessionCase(tx, ctx, asked, grant)
  return { asked: plain(asked), tier: tierOf(of), risk: requestRisk(of.breadth, tierOf(of), false) }
}

type Ballot = { position: number; onBehalfOfMemberId: string | null }

/** Where the vote of whoever made the offer counts, in the hours in which they made it; null where it counts already, or
 *  they have lost the power since. */
async function findBallot(tx: Tx, { orgId }: Context, offer: OfferRow): Promise<Ballot | null> {
  const { stored, position } = await countVotes(tx, orgId, offer.approvalId)
  const stage = stored.question.stages.find((each) => each.position === position)
  if (!stage || position === null) return null
  const memberId = offer.offeredByMemberId
  const absentees = await readAbsentees(tx, orgId, memberId, offer.offeredAt)
  const voters = await readVoters(tx, orgId, [memberId, ...absentees])
  const own = voters.get(memberId)
  if (!own) return null
  const hindrance = hindranceOf(stored.question, stage, own, offer.offeredAt, position)
  if (hindrance === null) return { position, onBehalfOfMemberId: null }
  if (hindrance !== 'not-asked') return null
  const absent = absentees.find((id) => {
    const voter = voters.get(id)
    const pair = voter && { delegate: own, absent: voter }
    return pair && hindranceInPlace(stored.question, stage, pair, offer.offeredAt) === null
  })
  return absent ? { position, onBehalfOfMemberId: absent } : null
}

/** Puts what was offered in the place of what was asked, and counts the offer as the vote of whoever made it. Votes of
 *  before stay where the offer keeps them; else the person in whose name it is agrees anew. The question is to be advanced
 *  afterwards. */
export async function standForOffer(
  tx: Tx,
  ctx: Context,
  stored: StoredQuestion,
  offer: OfferRow,
): Promise<AuditEventDraft[]> {
  const { orgId } = ctx
  const { row } = stored
  const isGrant = row.subjectKind === 'grant'
  const stands = isGrant ? await putGrant(tx, ctx, stored, offer) : await putSession(tx, ctx, offer)
  const { revision, keepsVotes, note } = offer
  await tx.approval.update({
    where: { orgId_id: { orgId, id: row.id } },
    data: { ...stands, revision, votesCountFrom: keepsVotes ? row.votesCountFrom : revision },
  })
  const anew = isGrant && !keepsVotes ? await askConsentAnew(tx, ctx, row.id, plain(grantTerms.parse(offer.terms))) : []
  const ballot = await findBallot(tx, ctx, offer)
  if (!ballot) return anew
  const vote = { orgId, approvalId: row.id, memberId: offer.offeredByMemberId, vote: 'approve', revision, ...ballot }
  await tx.approvalVote.create({ data: { ...vote, via: 'offer', comment: note, votedAt: ctx.now } })
  return anew
}
