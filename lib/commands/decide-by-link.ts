import { z } from 'zod'
import { castVote, type Decided } from '@/lib/commands/decide-approval'
import { mutate, type Tx } from '@/lib/db'
import { readZone } from '@/lib/db/organisation-zone'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { linkFault, UNKNOWN_LINK } from '@/lib/domain/decision-link'
import { DomainError } from '@/lib/domain/error'
import type { ApprovalStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readDecisionLink } from '@/lib/secrets/decision-link'

/** A vote by the link in a message. `link`: what stands in its address. */
export const decideByLinkInput = z
  .object({
    link: z.string().max(200),
    vote: z.enum(['approve', 'deny']),
    comment: reasonInput.nullish(),
    onBehalfOf: z.string().nullish(),
    revision: z.number().int().min(0).optional(),
  })
  .refine(({ vote, comment }) => vote === 'approve' || comment, 'Say why it is denied.')

async function loadLink(tx: Tx, { orgId, actor, now }: Context, text: string) {
  const publicId = readDecisionLink(text)
  const id = publicId && fromPublicId('link', publicId)
  const include = { approval: { select: { status: true, decidedAt: true } } }
  const link = id ? await tx.decisionLink.findUnique({ where: { orgId_id: { orgId, id } }, include }) : null
  if (!link) throw new DomainError(UNKNOWN_LINK.code, UNKNOWN_LINK.message)
  const isMine = actor.kind === 'member' && actor.memberId === link.memberId
  const { status, decidedAt } = link.approval
  const question = { status: status as ApprovalStatus, decidedAt }
  const fault = linkFault({ ...link, isMine, question, zone: await readZone(tx, orgId) }, now)
  if (fault) throw new DomainError(fault.code, fault.message)
  return link
}

/** Whoever comes second with the same link finds it used: the two cannot both commit. */
async function spend(tx: Tx, { orgId, now }: Context, id: string): Promise<void> {
  await tx.decisionLink.update({ where: { orgId_id: { orgId, id } }, data: { usedAt: now } })
}

/** A vote by the link in a message: the link says about what and by whom, the sign-in that it is them. It is used up by the
 *  vote, and only by that. @throws DomainError `not_found`, `not_yours`, `link_used`, `lapsed`, `wrong_status`, and those of
 *  `decideApproval` */
export async function decideByLink(ctx: Context, input: z.output<typeof decideByLinkInput>): Promise<Decided> {
  authorize(ctx, 'decide-approval')
  if (ctx.actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  return mutate(ctx, async (tx) => {
    const { id, approvalId } = await loadLink(tx, ctx, input.link)
    const { vote, comment, onBehalfOf, revision } = input
    const ballot = { approvalId: toPublicId('approval', approvalId), vote, comment, onBehalfOf, revision }
    const { result, events, jobs } = await castVote(tx, ctx, ballot, 'message')
    await spend(tx, ctx, id)
    const used = { action: 'link.used', subjectKind: 'link', subjectId: id, data: { approvalId, vote } } as const
    return { result, events: [...events, used], jobs }
  })
}
