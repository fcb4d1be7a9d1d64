import { mutate, type Tx } from '@/lib/db'
import type { AuditAction, AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { canTransition, type DeliveryStatus } from '@/lib/domain/life'

/** What became of one delivery: the connector took the order, confirmed that it is in effect, failed (and will be tried
 *  again), or there is no channel at all. `deliveryId` is a UUID: only jobs settle deliveries. */
export type DeliveryOutcome = {
  deliveryId: string
  status: Extract<DeliveryStatus, 'sent' | 'confirmed' | 'failed' | 'impossible'>
  error?: string
}

const ACTIONS: Record<DeliveryOutcome['status'], AuditAction> = {
  sent: 'revocation.delivery-sent',
  confirmed: 'revocation.delivery-confirmed',
  failed: 'revocation.delivery-failed',
  impossible: 'revocation.delivery-impossible',
}

/** A session is revoked only when its last hop has confirmed. */
async function endSessionIfConfirmed(
  tx: Tx,
  ctx: Context,
  sessionId: string,
  revocationId: string,
): Promise<AuditEventDraft[]> {
  const { orgId, now } = ctx
  const open = await tx.revocationDelivery.count({
    where: { orgId, sessionId, revocationId, status: { not: 'confirmed' } },
  })
  if (open > 0) return []
  const { count } = await tx.delegatedSession.updateMany({
    where: { orgId, id: sessionId, status: 'revoking' },
    data: { status: 'revoked', endedAt: now, endedBy: 'revocation' },
  })
  return count === 0
    ? []
    : [{ action: 'session.revoked', subjectKind: 'session', subjectId: sessionId, data: { revocationId } }]
}

async function completeIfConfirmed(tx: Tx, ctx: Context, revocationId: string): Promise<AuditEventDraft[]> {
  const { orgId, now } = ctx
  const open = await tx.revocationDelivery.count({ where: { orgId, revocationId, status: { not: 'confirmed' } } })
  if (open > 0) return []
  const where = { orgId, id: revocationId, status: 'in-progress' }
  const { count } = await tx.revocation.updateMany({ where, data: { status: 'confirmed', completedAt: now } })
  return count === 0 ? [] : [{ action: 'revocation.confirmed', subjectKind: 'revocation', subjectId: revocationId }]
}

/** A failed delivery may fail again. */
const canSettle = (from: DeliveryStatus, to: DeliveryOutcome['status']) =>
  canTransition('delivery', from, to) || (from === 'failed' && to === 'failed')

/** Records what became of a delivery and what follows from it. Settling twice alike changes nothing and is refused. */
export async function settleDelivery(ctx: Context, outcome: DeliveryOutcome): Promise<{ changed: boolean }> {
  authorize(ctx, 'keep-house')
  const where = { orgId_id: { orgId: ctx.orgId, id: outcome.deliveryId } }
  return mutate(ctx, async (tx) => {
    const delivery = await tx.revocationDelivery.findUnique({ where })
    if (!delivery || !canSettle(delivery.status as DeliveryStatus, outcome.status)) throw notFound('open delivery')
    await tx.revocationDelivery.update({
      where,
      data: {
        status: outcome.status,
        attempts: { increment: 1 },
        lastError: outcome.error ?? null,
        sentAt: outcome.status === 'impossible' ? null : (delivery.sentAt ?? ctx.now),
        confirmedAt: outcome.status === 'confirmed' ? ctx.now : null,
        channel: outcome.status === 'impossible' ? 'none' : delivery.channel,
      },
    })
    const { sessionId, revocationId, hop } = delivery
    const settled: AuditEventDraft = {
      action: ACTIONS[outcome.status],
      subjectKind: 'session',
      subjectId: sessionId,
      data: { revocationId, hop, error: outcome.error ?? null },
    }
    const ended = await endSessionIfConfirmed(tx, ctx, sessionId, revocationId)
    const completed = await completeIfConfirmed(tx, ctx, revocationId)
    return { result: { changed: true }, events: [settled, ...ended, ...completed] }
  })
}
