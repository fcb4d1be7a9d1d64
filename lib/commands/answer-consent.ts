import type { Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import type { StageTally } from '@/lib/domain/approval-tally'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'

/** What the person said in the stage that asks them alone; null while they have said nothing that counts. */
function answerOf({ question }: StoredQuestion, stages: readonly StageTally[]): 'given' | 'declined' | null {
  const stage = question.stages.find(({ kind }) => kind === 'consent')
  if (!stage) return null
  const { position } = stage
  const isDeclined = question.votes.some((vote) => {
    return vote.position === position && vote.vote === 'deny' && vote.revision >= question.votesCountFrom
  })
  if (isDeclined) return 'declined'
  return stages.find((each) => each.position === position)?.isPassed ? 'given' : null
}

/** Records what the person said as they say it, whatever others decide afterwards: consent given stays given where an approver
 *  denies. */
export async function answerConsent(
  tx: Tx,
  { orgId, now }: Context,
  stored: StoredQuestion,
  stages: readonly StageTally[],
): Promise<AuditEventDraft[]> {
  const answer = answerOf(stored, stages)
  if (answer === null) return []
  const where = { orgId, approvalId: stored.row.id, status: 'asked' }
  const consent = await tx.consent.findFirst({ where, include: { principal: { select: { name: true } } } })
  if (!consent) return []
  await tx.consent.update({
    where: { orgId_id: { orgId, id: consent.id } },
    data: { status: answer, answeredAt: now },
  })
  const reason = stored.votes.findLast(({ position, vote }) => position === 1 && vote === 'deny')?.comment ?? null
  const subject = { subjectKind: 'consent', subjectId: consent.id, subjectName: consent.principal.name } as const
  const data = { by: 'vote', basis: consent.basisName, grantId: consent.grantId }
  return [{ action: `consent.${answer}` as const, ...subject, reason, data }]
}
