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

type Settled = DeliveryOutcome & { sessionId: string; revocationId: string; hop: string }

const ACTIONS: Record<DeliveryOutcome['status'], AuditAction> = {
  sent: 'revocation.delivery-sent',
  confirmed: 'revocation.delivery-confirmed',
  failed: 'revocation.delivery-failed',
  impossible: 'revocation.delivery-impossible',
}

/** A failed delivery may fail again. */
const canSettle = (from: DeliveryStatus, to: DeliveryOutcome['status']) =>
  canTransition('delivery', from, to) || (from === 'failed' && to === 'failed')

/** The outcomes that still change something: a delivery may have run out while its hop was told. */
async function findSettled(tx: Tx, ctx: Context, outcomes: readonly DeliveryOutcome[]): Promise<Settled[]> {
  const ids = outcomes.map(({ deliveryId }) => deliveryId)
  const deliveries = await tx.revocationDelivery.findMany({ where: { orgId: ctx.orgId, id: { in: ids } } })
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]))
  return outcomes.flatMap((outcome) => {
    const delivery = byId.get(outcome.deliveryId)
    if (!delivery || !canSettle(delivery.status as DeliveryStatus, outcome.status)) return []
    const { sessionId, revocationId, hop } = delivery
    return [{ ...outcome, sessionId, revocationId, hop }]
  })
}

async function writeOutcomes(tx: Tx, { orgId, now }: Context, settled: readonly Settled[]): Promise<void> {
  const rows = settled.map(({ deliveryId, status, error }) => ({ deliveryId, status, error }))
  await tx.$executeRaw`
    update revocation_deliveries d set status = r.status, attempts = d.attempts + 1, last_error = r.error,
      sent_at = case when r.status = 'impossible' then null else coalesce(d.sent_at, ${now}) end,
      confirmed_at = case when r.status = 'confirmed' then ${now}::timestamptz end,
      channel = case when r.status = 'impossible' then 'none' else d.channel end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r ("deliveryId" uuid, status text, error text)
    where d.org_id = ${orgId}::uuid and d.id = r."deliveryId"`
}

/** A session is revoked only when its last hop has confirmed. */
async function endConfirmedSessions(tx: Tx, ctx: Context, confirmed: readonly Settled[]): Promise<AuditEventDraft[]> {
  if (confirmed.length === 0) return []
  const rows = confirmed.map(({ sessionId, revocationId }) => ({ sessionId, revocationId }))
  const ended = await tx.$queryRaw<{ id: string; revocationId: string }[]>`
    update delegated_sessions s set status = 'revoked', ended_at = ${ctx.now}, ended_by = 'revocation'
    from (select distinct "sessionId", "revocationId" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r ("sessionId" uuid, "revocationId" uuid)) r
    where s.org_id = ${ctx.orgId}::uuid and s.id = r."sessionId" and s.status = 'revoking'
      and not exists (select from revocation_deliveries d where d.org_id = s.org_id and d.session_id = s.id
        and d.revocation_id = r."revocationId" and d.status <> 'confirmed')
    returning s.id, r."revocationId"`
  return ended.map(({ id, revocationId }) => {
    return { action: 'session.revoked', subjectKind: 'session', subjectId: id, data: { revocationId } }
  })
}

async function completeConfirmed(tx: Tx, ctx: Context, confirmed: readonly Settled[]): Promise<AuditEventDraft[]> {
  if (confirmed.length === 0) return []
  const ids = [...new Set(confirmed.map(({ revocationId }) => revocationId))]
  const completed = await tx.$queryRaw<{ id: string }[]>`
    update revocations r set status = 'confirmed', completed_at = ${ctx.now}
    where r.org_id = ${ctx.orgId}::uuid and r.id = any(${ids}::uuid[]) and r.status = 'in-progress'
      and not exists (select from revocation_deliveries d where d.org_id = r.org_id and d.revocation_id = r.id
        and d.status <> 'confirmed')
    returning r.id`
  return completed.map(({ id }) => ({ action: 'revocation.confirmed', subjectKind: 'revocation', subjectId: id }))
}

const toEvent = ({ status, sessionId, revocationId, hop, error }: Settled): AuditEventDraft => ({
  action: ACTIONS[status],
  subjectKind: 'session',
  subjectId: sessionId,
  data: { revocationId, hop, error: error ?? null },
})

/** Records what became of deliveries, an audit event each, and what follows from it, in one transaction. Settling twice alike
 *  changes nothing. @throws DomainError `not_found` where not one of them is open */
export async function settleDeliveries(
  ctx: Context,
  outcomes: readonly DeliveryOutcome[],
): Promise<{ settled: number }> {
  authorize(ctx, 'keep-house')
  return mutate(ctx, async (tx) => {
    const settled = await findSettled(tx, ctx, outcomes)
    const [first, ...rest] = settled
    if (!first) throw notFound('open delivery')
    await writeOutcomes(tx, ctx, settled)
    const confirmed = settled.filter(({ status }) => status === 'confirmed')
    const ended = await endConfirmedSessions(tx, ctx, confirmed)
    const completed = await completeConfirmed(tx, ctx, confirmed)
    const result = { settled: settled.length }
    return { result, events: [toEvent(first), ...rest.map(toEvent), ...ended, ...completed] }
  })
}
