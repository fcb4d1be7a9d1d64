import { type DeliveryOutcome, settleDeliveries } from '@/lib/commands/settle-deliveries'
import { CONNECTORS } from '@/lib/connectors/registry'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOpenDeliveries, type OpenDelivery } from '@/lib/queries/list-open-deliveries'

/** So many hops are told at once, and then recorded together: as many are told again where a worker is killed in between. */
const TOLD_AT_ONCE = 16
/** What cannot be told needs no answer. */
const RECORDED_AT_ONCE = 250

const findRevoker = ({ connectorKind }: OpenDelivery) =>
  connectorKind === null ? undefined : CONNECTORS[connectorKind]?.revoker

async function deliver(delivery: OpenDelivery): Promise<DeliveryOutcome> {
  const { deliveryId, session } = delivery
  const revoker = findRevoker(delivery)
  if (!revoker)
    return { deliveryId, status: 'impossible', error: 'This source only reports: it has no channel to end a session.' }
  try {
    return { deliveryId, status: await revoker.revoke(session) }
  } catch (error) {
    return { deliveryId, status: 'failed', error: error instanceof Error ? error.name : 'unknown error' }
  }
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** Tells each hop of a revocation and records its answer. Failed hops are told again by the queue's own retries. */
export async function deliverRevocation(payload: JobPayload<'deliver-revocation'>, now: Date): Promise<void> {
  const ctx = systemContext(payload.orgId, 'revocation', now)
  const open = await listOpenDeliveries(ctx, payload.revocationId)
  const tellable = open.filter((delivery) => findRevoker(delivery))
  const others = open.filter((delivery) => !findRevoker(delivery))
  let failed = 0
  for (const batch of [...inBatches(tellable, TOLD_AT_ONCE), ...inBatches(others, RECORDED_AT_ONCE)]) {
    const outcomes = await Promise.all(batch.map(deliver))
    await settleDeliveries(ctx, outcomes)
    failed += outcomes.filter(({ status }) => status === 'failed').length
  }
  if (failed > 0) throw new Error('not every hop could be told yet')
}
