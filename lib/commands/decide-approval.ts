import { z } from 'zod'
import { advanceApproval } from '@/lib/commands/advance-approval'
import { checkVoter } from '@/lib/commands/check-voter'
import { loadPolicyVersion } from '@/lib/commands/load-approval-policy'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { type Mutation, mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** A vote on what is asked, or consent to it. A comment is needed to deny. `onBehalfOf`: the member in whose place, while they
 *  are away. `revision`: what the voter saw; the vote is refused where something else stands by now. */
export const decideApprovalInput = z
  .object({
    approvalId: z.string(),
    vote: z.enum(['approve', 'deny']),
    comment: reasonInput.nullish(),
    onBehalfOf: z.string().nullish(),
    revision: z.number().int().min(0).optional(),
  })
  .refine(({ vote, comment }) => vote === 'approve' || comment, 'Say why it is denied.')
export type Decision = z.output<typeof decideApprovalInput>

/** `status` of the question after the vote; `pending`: more votes are needed. `reason`: which guardrail refused what everybody
 *  had agreed to; the vote counts all the same. */
export type Decided = { status: 'approved' | 'denied' | 'pending'; reason?: string }

/** How the vote came: decided by the door, never by what the caller says. */
export type Via = 'page' | 'message' | 'api'

/** Casts a vote, and does what follows from it. Part of the commands by which people vote: there is no other way. */
export async function castVote(tx: Tx, ctx: Context, input: Decision, via: Via): Promise<Mutation<Decided>> {
  const { orgId, actor } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  const id = fromPublicId('approval', input.approvalId)
  const onBehalfOfMemberId = input.onBehalfOf ? fromPublicId('member', input.onBehalfOf) : null
  const stored = await loadOpenQuestion(tx, ctx, id, input.revision)
  const policy = await loadPolicyVersion(tx, orgId, stored.row.policyVersion)
  const position = await checkVoter(tx, ctx, stored, { ...input, onBehalfOfMemberId, policy })
  const vote = { orgId, approvalId: id, position, memberId: actor.memberId, onBehalfOfMemberId, vote: input.vote }
  const { revision } = stored.row
  const how = { via: actor.token ? 'api' : via, comment: input.comment ?? null, votedAt: ctx.now }
  await tx.approvalVote.create({ data: { ...vote, revision, ...how } })
  const moved = await advanceApproval(tx, ctx, id, input.comment ?? null)
  const stage = stored.question.stages.find((each) => each.position === position)
  const data = { vote: input.vote, stage: stage?.name, via: how.via, onBehalfOf: input.onBehalfOf ?? null }
  const subject = { subjectKind: 'approval', subjectId: id, reason: input.comment ?? null } as const
  return {
    result: { status: moved.status, ...(moved.reason && { reason: moved.reason }) },
    events: [{ action: 'approval.voted', ...subject, data }, ...moved.events],
    jobs: moved.jobs,
  }
}

/** A member's vote. The grant's clock starts with the last vote, not with the request; a session's with its issuance. */
export async function decideApproval(ctx: Context, input: Decision, via: Via = 'page'): Promise<Decided> {
  authorize(ctx, 'decide-approval')
  return mutate(ctx, (tx) => castVote(tx, ctx, input, via))
}
