import { answerConsent } from '@/lib/commands/answer-consent'
import { checkQuestionGuardrails } from '@/lib/commands/check-question-guardrails'
import { countVotes } from '@/lib/commands/count-votes'
import { askReviewer, tellOf } from '@/lib/commands/open-approval'
import { type Outcome, settleApproval } from '@/lib/commands/settle-approval'
import type { Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'

/** Carries a question on from how it stands: to the next stage, or to its end. For every command that may move one. */
export async function advanceApproval(
  tx: Tx,
  ctx: Context,
  approvalId: string,
  comment: string | null,
): Promise<Moved> {
  const { outcome, position, stored, stages } = await countVotes(tx, ctx.orgId, approvalId)
  const answered = await answerConsent(tx, ctx, stored, stages)
  const moved = outcome
    ? await settle(tx, ctx, stored, { status: outcome, comment })
    : await openStage(tx, ctx, stored, position ?? stored.row.currentPosition)
  return { ...moved, events: [...answered, ...moved.events] }
}

/** `reason`: why it is denied although everybody agreed: the guardrails that forbid it, by name. */
export type Moved = {
  status: 'pending' | 'approved' | 'denied'
  reason?: string
  events: AuditEventDraft[]
  jobs: JobDraft[]
}

/** Everybody's yes is counted and kept, and is not enough where a guardrail of this moment forbids what they agreed to. */
async function settle(tx: Tx, ctx: Context, stored: StoredQuestion, outcome: Outcome): Promise<Moved> {
  if (outcome.status === 'denied') return settleApproval(tx, ctx, stored, outcome)
  const { isAllowed, message } = await checkQuestionGuardrails(tx, ctx, stored)
  if (isAllowed) return settleApproval(tx, ctx, stored, outcome)
  const denied = await settleApproval(tx, ctx, stored, { status: 'denied', comment: message })
  return { ...denied, reason: message }
}

async function openStage(tx: Tx, ctx: Context, { row, question }: StoredQuestion, position: number): Promise<Moved> {
  if (position === row.currentPosition) return { status: 'pending', events: [], jobs: [] }
  const { orgId, now } = ctx
  const where = { orgId_approvalId_position: { orgId, approvalId: row.id, position } }
  await tx.approvalStage.update({ where, data: { openedAt: now } })
  await tx.approval.update({ where: { orgId_id: { orgId, id: row.id } }, data: { currentPosition: position } })
  const stage = question.stages.find((each) => each.position === position)
  const subject = { subjectKind: 'approval', subjectId: row.id } as const
  return {
    status: 'pending',
    events: [{ action: 'approval.stage-passed', ...subject, data: { next: stage?.name ?? null } }],
    jobs: stage?.kind === 'reviewer' ? [askReviewer(ctx, row.id, position)] : [tellOf(ctx, row.id, 'stage')],
  }
}
