import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** A delivery that still has to be made: ids are UUIDs, for the job that makes it. */
export type OpenDelivery = {
  deliveryId: string
  hop: string
  connectorKind: string | null
  session: { externalId: string | null; sessionArn: string | null; issuedAt: Date }
}

/** What of one revocation has not been sent or has failed. */
export async function listOpenDeliveries(ctx: Context, revocationId: string): Promise<OpenDelivery[]> {
  authorize(ctx, 'keep-house')
  const rows = await reader().revocationDelivery.findMany({
    where: { orgId: ctx.orgId, revocationId, status: { in: ['pending', 'failed'] } },
    include: { session: true, connector: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id, hop, connector, session }) => ({
    deliveryId: id,
    hop,
    connectorKind: connector?.kind ?? null,
    session: { externalId: session.externalId, sessionArn: session.sessionArn, issuedAt: session.issuedAt },
  }))
}
