import { z } from 'zod'
import { type Decided, decideApproval, type Via } from '@/lib/commands/decide-approval'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** Several questions that are answered alike. `revision`: what of each was seen. */
export const decideApprovalsInput = z
  .object({
    approvals: z
      .array(z.object({ approvalId: z.string(), revision: z.number().int().min(0).optional() }))
      .min(1)
      .max(100),
    vote: z.enum(['approve', 'deny']),
    comment: reasonInput.nullish(),
  })
  .refine(({ vote, comment }) => vote === 'approve' || comment, 'Say why they are denied.')
export type Decisions = z.output<typeof decideApprovalsInput>

/** What became of one: its status after the vote, or why there was none. */
export type DecidedOne = Decided | { status: 'left'; code: string; message: string }

/** Whoever agrees to be acted for looks at that one thing. */
async function checkConsent({ orgId }: Context, publicId: string): Promise<void> {
  const id = fromPublicId('approval', publicId)
  const approval = await reader().approval.findUnique({
    where: { orgId_id: { orgId, id } },
    select: { currentPosition: true, stages: { select: { position: true, kind: true } } },
  })
  const stage = approval?.stages.find(({ position }) => position === approval.currentPosition)
  if (stage?.kind !== 'consent') return
  throw new DomainError('one_by_one', 'Here you agree to be acted for: that is decided by itself.')
}

async function decideOne(
  ctx: Context,
  { approvals: _, ...vote }: Decisions,
  one: Decisions['approvals'][number],
  via: Via,
): Promise<DecidedOne> {
  try {
    await checkConsent(ctx, one.approvalId)
    return await decideApproval(ctx, { ...one, ...vote }, via)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { status: 'left', code: error.code, message: error.message }
  }
}

/** One vote on several questions. Each is decided by itself, in a transaction of its own: what cannot be is left, with the
 *  reason, and hinders no other. Answers in the order of the questions. */
export async function decideApprovals(ctx: Context, input: Decisions, via: Via = 'page'): Promise<DecidedOne[]> {
  authorize(ctx, 'decide-approval')
  if (ctx.actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  const decided: DecidedOne[] = []
  for (const one of input.approvals) decided.push(await decideOne(ctx, input, one, via))
  return decided
}
