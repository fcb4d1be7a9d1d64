import { answerConsent } from '@/lib/commands/answer-consent'
import { countVotes } from '@/lib/commands/count-votes'
import { askReviewer, tellOf } from '@/lib/commands/open-approval'
import { settleApproval } from '@/lib/commands/settle-approval'
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
    ? await settleApproval(tx, ctx, stored, { status: outcome, comment })
    : await openStage(tx, ctx, stored, position ?? stored.row.currentPosition)
  return { ...moved, events: [...answered, ...moved.events] }
}

export type Moved = { status: 'pending' | 'approved' | 'denied'; events: AuditEventDraft[]; jobs: JobDraft[] }

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
