import { advanceApproval, type Moved } from '@/lib/commands/advance-approval'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { settleApproval } from '@/lib/commands/settle-approval'
import { mutate, type Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import type { Stage } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type ReviewAnswer, reviewNote } from '@/lib/domain/review'
import { newId } from '@/lib/id'

/** Which stage an external reviewer answered, and as which endpoint. Ids are UUIDs. */
export type Reviewed = ReviewAnswer & { approvalId: string; position: number }

/** The reviewer's stage whose turn it is. @throws DomainError `wrong_status` where it was answered, or is not its turn */
export function currentReview({ row, question }: StoredQuestion, position: number): Stage {
  const stage = question.stages.find((each) => each.position === position)
  if (stage?.kind !== 'reviewer' || stage.isSettled || row.currentPosition !== position)
    throw new DomainError('wrong_status', 'Nobody waits for this review any more.')
  return stage
}

async function writeNote(tx: Tx, { orgId, now }: Context, review: Reviewed, stage: Stage): Promise<string> {
  const { approvalId } = review
  const endpointId = stage.terms.endpointId ?? ''
  const endpoint = await tx.endpoint.update({
    where: { orgId_id: { orgId, id: endpointId } },
    data: { lastSucceededAt: now, lastError: null },
  })
  const body = reviewNote(review, stage.terms.mayDeny)
  const note = { orgId, approvalId, id: newId(now), kind: 'review', byName: endpoint.name, body, writtenAt: now }
  await tx.approvalNote.create({ data: note })
  return endpoint.name
}

/** Ends a reviewer's stage: the question goes on to people, or ends where the reviewer may deny and does. */
export async function endReview(
  tx: Tx,
  ctx: Context,
  stored: StoredQuestion,
  stage: Stage,
  denial: string | null,
): Promise<Moved> {
  const key = { orgId: ctx.orgId, approvalId: stored.row.id, position: stage.position }
  await tx.approvalStage.update({ where: { orgId_approvalId_position: key }, data: { settledAt: ctx.now } })
  if (denial !== null) return settleApproval(tx, ctx, stored, { status: 'denied', comment: denial })
  return advanceApproval(tx, ctx, stored.row.id, null)
}

/** What an external reviewer answered. It never approves; it denies only where the stage lets it, and is a comment else.
 *  @throws DomainError `wrong_status`, `lapsed`, `not_found` */
export async function recordReview(ctx: Context, review: Reviewed): Promise<{ status: Moved['status'] }> {
  authorize(ctx, 'keep-approvals')
  return mutate(ctx, async (tx) => {
    const stored = await loadOpenQuestion(tx, ctx, review.approvalId)
    const stage = currentReview(stored, review.position)
    const reviewer = await writeNote(tx, ctx, review, stage)
    const isDenied = review.verdict === 'deny' && stage.terms.mayDeny
    const denial = isDenied ? `${reviewer}: ${review.comment || 'no reason given'}` : null
    const moved = await endReview(tx, ctx, stored, stage, denial)
    const subject = { subjectKind: 'approval', subjectId: stored.row.id, reason: review.comment || null } as const
    const data = { reviewer, verdict: review.verdict, mayDeny: stage.terms.mayDeny }
    return {
      result: { status: moved.status },
      events: [{ action: 'approval.reviewed', ...subject, data }, ...moved.events],
      jobs: moved.jobs,
    }
  })
}
