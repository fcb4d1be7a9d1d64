import { tellOf } from '@/lib/commands/open-approval'
import type { Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'

export type Withdrawn = { events: AuditEventDraft[]; jobs: JobDraft[] }

/** The consent that was asked for goes with the question. */
async function withdrawConsents(tx: Tx, { orgId, now }: Context, approvalIds: string[]): Promise<void> {
  await tx.consent.updateMany({
    where: { orgId, approvalId: { in: approvalIds }, status: 'asked' },
    data: { status: 'withdrawn', withdrawnAt: now },
  })
}

/** Takes back what is still asked about a grant: the questions, the offers made, the consent asked for. Part of the commands
 *  by which a request or a grant ends. */
export async function withdrawApprovals(tx: Tx, ctx: Context, grantId: string, reason: string): Promise<Withdrawn> {
  const { orgId, now } = ctx
  const where = { orgId, subjectKind: 'grant', subjectId: grantId, status: 'pending' }
  const open = await tx.approval.findMany({ where, select: { id: true } })
  const ids = open.map(({ id }) => id)
  if (ids.length === 0) return { events: [], jobs: [] }
  const these = { orgId, id: { in: ids } }
  await tx.approval.updateMany({ where: these, data: { status: 'withdrawn', decidedAt: now } })
  const offers = { orgId, approvalId: { in: ids }, status: 'offered' }
  await tx.approvalOffer.updateMany({ where: offers, data: { status: 'withdrawn', answeredAt: now } })
  await withdrawConsents(tx, ctx, ids)
  return {
    events: ids.map((id) => ({ action: 'approval.withdrawn', subjectKind: 'approval', subjectId: id, reason })),
    jobs: ids.map((id) => tellOf(ctx, id, 'decided')),
  }
}
