import { type DeliveryOutcome, settleDelivery } from '@/lib/commands/settle-delivery'
import { CONNECTORS } from '@/lib/connectors/registry'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOpenDeliveries, type OpenDelivery } from '@/lib/queries/list-open-deliveries'

async function deliver({ deliveryId, connectorKind, session }: OpenDelivery): Promise<DeliveryOutcome> {
  const revoker = connectorKind === null ? undefined : CONNECTORS[connectorKind]?.revoker
  if (!revoker)
    return { deliveryId, status: 'impossible', error: 'This source only reports: it has no channel to end a session.' }
  try {
    return { deliveryId, status: await revoker.revoke(session) }
  } catch (error) {
    return { deliveryId, status: 'failed', error: error instanceof Error ? error.name : 'unknown error' }
  }
}

/** Tells each hop of a revocation and records its answer. Failed hops are told again by the queue's own retries. */
export async function deliverRevocation(payload: JobPayload<'deliver-revocation'>, now: Date): Promise<void> {
  const ctx = systemContext(payload.orgId, 'revocation', now)
  const outcomes: DeliveryOutcome[] = []
  for (const delivery of await listOpenDeliveries(ctx, payload.revocationId)) {
    const outcome = await deliver(delivery)
    await settleDelivery(ctx, outcome)
    outcomes.push(outcome)
  }
  if (outcomes.some((outcome) => outcome.status === 'failed')) throw new Error('not every hop could be told yet')
}
