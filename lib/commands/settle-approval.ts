import { activatePolicy } from '@/lib/commands/activate-policy'
import { tellOf } from '@/lib/commands/open-approval'
import { settleGrant } from '@/lib/commands/settle-grant'
import type { Tx } from '@/lib/db'
import type { StoredQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import { askedSession } from '@/lib/domain/session-request'

/** The end of a question that people decided. */
export type Outcome = { status: 'approved' | 'denied'; comment: string | null }
export type Settled = { status: Outcome['status']; events: AuditEventDraft[]; jobs: JobDraft[] }

/** A grant that has ended gives no session, whatever people say. */
async function settleSession(tx: Tx, { orgId, now }: Context, { row }: StoredQuestion, { status, comment }: Outcome) {
  const asked = askedSession.parse(row.asked)
  const grant = await tx.delegationGrant.findUniqueOrThrow({ where: { orgId_id: { orgId, id: asked.grantId } } })
  if (status === 'approved' && grant.status !== 'active')
    throw new DomainError('wrong_status', `The grant is ${grant.status}.`)
  if (status === 'approved' && grant.expiresAt !== null && grant.expiresAt <= now)
    throw new DomainError('lapsed', 'The grant is over.')
  const subject = { subjectKind: 'approval', subjectId: row.id, subjectName: asked.grantName } as const
  return [{ action: `session-request.${status}`, ...subject, reason: comment }] satisfies AuditEventDraft[]
}

async function effect(tx: Tx, ctx: Context, stored: StoredQuestion, outcome: Outcome): Promise<AuditEventDraft[]> {
  const { subjectKind } = stored.row
  if (subjectKind === 'grant') return settleGrant(tx, ctx, stored, outcome)
  if (subjectKind === 'session') return settleSession(tx, ctx, stored, outcome)
  return activatePolicy(tx, ctx, stored, outcome)
}

/** Ends a question, and does what was asked where people said yes. */
export async function settleApproval(tx: Tx, ctx: Context, stored: StoredQuestion, outcome: Outcome): Promise<Settled> {
  const where = { orgId_id: { orgId: ctx.orgId, id: stored.row.id } }
  const events = await effect(tx, ctx, stored, outcome)
  // An offer that nobody answered ends with the question.
  await tx.approvalOffer.updateMany({
    where: { orgId: ctx.orgId, approvalId: stored.row.id, status: 'offered' },
    data: { status: 'withdrawn', answeredAt: ctx.now },
  })
  await tx.approval.update({ where, data: { status: outcome.status, decidedAt: ctx.now } })
  return { status: outcome.status, events, jobs: [tellOf(ctx, stored.row.id, 'decided')] }
}
