import { reader } from '@/lib/db'
import { readAskedFacts } from '@/lib/db/asked-facts'
import { readZone } from '@/lib/db/organisation-zone'
import { readAbsentees, readQuestion, readVoters } from '@/lib/db/question'
import { HINDRANCES } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import { ballotOf } from '@/lib/domain/ballot'
import type { Context } from '@/lib/domain/context'
import { type LinkFault, linkFault, UNKNOWN_LINK } from '@/lib/domain/decision-link'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { MessageFact } from '@/lib/domain/message'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readDecisionLink } from '@/lib/secrets/decision-link'

/** What a decision link opens. `cannotDecide`: why not now, though the link is good. Ids are public. */
export type OpenedLink = {
  approvalId: string
  revision: number
  isConsent: boolean
  title: string
  sentence: string
  purpose: string | null
  facts: MessageFact[]
  expiresAt: Date
  onBehalfOf: { id: string; name: string } | null
  cannotDecide: string | null
}

async function findLink({ orgId }: Context, text: string) {
  const publicId = readDecisionLink(text)
  const id = publicId && fromPublicId('link', publicId)
  if (!id) return null
  return reader().decisionLink.findUnique({ where: { orgId_id: { orgId, id } }, include: { approval: true } })
}
type Link = NonNullable<Awaited<ReturnType<typeof findLink>>>

async function readBallot({ orgId, now }: Context, { approvalId, memberId }: Link) {
  const [stored, absentIds] = [
    await readQuestion(reader(), orgId, approvalId),
    await readAbsentees(reader(), orgId, memberId, now),
  ]
  const voters = await readVoters(reader(), orgId, [memberId, ...absentIds])
  const stage = stored?.question.stages.find(({ position }) => position === stored.row.currentPosition)
  const voter = voters.get(memberId)
  if (!stored || !stage || !voter) return null
  const absent = absentIds.map((id) => voters.get(id)).filter((each) => each !== undefined)
  const { onBehalfOfMemberId, hindrance } = ballotOf(stored.question, stage, voter, absent, now)
  const place = absent.find((each) => each.memberId === onBehalfOfMemberId)
  return {
    isConsent: stage.kind === 'consent',
    onBehalfOf: place ? { id: toPublicId('member', place.memberId), name: place.name } : null,
    cannotDecide: hindrance && `You cannot decide now: whoever ${HINDRANCES[hindrance]} does not.`,
  }
}

/** What the link in a message opens for the reader, or why it does not. Nothing is said of a question to whom the link was
 *  not made for. */
export async function getDecisionLink(ctx: Context, text: string): Promise<OpenedLink | { fault: LinkFault }> {
  authorize(ctx, 'decide-approval')
  const link = await findLink(ctx, text)
  if (!link) return { fault: UNKNOWN_LINK }
  const { status, decidedAt, revision, expiresAt } = link.approval
  const isMine = ctx.actor.kind === 'member' && ctx.actor.memberId === link.memberId
  const zone = await readZone(reader(), ctx.orgId)
  const question = { status: status as ApprovalStatus, decidedAt }
  const fault = linkFault({ ...link, isMine, question, zone }, ctx.now)
  if (fault) return { fault }
  const ballot = await readBallot(ctx, link)
  if (!ballot) return { fault: UNKNOWN_LINK }
  const { principalId: _, ...facts } = await readAskedFacts(reader(), ctx.orgId, link.approval)
  return { ...facts, ...ballot, approvalId: toPublicId('approval', link.approvalId), revision, expiresAt }
}
