import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { DeliveryStatus, RevocationStatus } from '@/lib/domain/life'
import { fromPublicId, toPublicId } from '@/lib/id'

/** One hop that had to obey: who, by which channel, and how long it took. Times that did not come are null. */
export type ReceiptHop = {
  name: string
  channel: 'record' | 'push' | 'pull' | 'policy' | 'none'
  status: DeliveryStatus
  sentAt: Date | null
  confirmedAt: Date | null
  mayWorkUntil: Date | null
  lastError: string | null
}

export type Receipt = {
  id: string
  requestedBy: string
  requestedAt: Date
  reason: string
  status: RevocationStatus
  findingId: string | null
  hops: ReceiptHop[]
  usesSince: number
  others: { sessions: number; open: number; lastConfirmedAt: Date | null }
}

type Others = Receipt['others']

/** What the same order did to other sessions. */
async function readOthers(ctx: Context, revocationId: string, sessionId: string): Promise<Others> {
  const [row] = await reader().$queryRaw<Others[]>`
    select count(distinct d.session_id)::int as sessions,
      count(distinct d.session_id) filter (where d.confirmed_at is null)::int as open,
      max(d.confirmed_at) as "lastConfirmedAt"
    from revocation_deliveries d
    where d.org_id = ${ctx.orgId}::uuid and d.revocation_id = ${revocationId}::uuid and d.session_id <> ${sessionId}::uuid`
  return row ?? { sessions: 0, open: 0, lastConfirmedAt: null }
}

/** Allowed uses in the minutes that began after the order; the minute of the order itself cannot be told apart. */
async function countUsesSince(ctx: Context, sessionId: string, since: Date): Promise<number> {
  const { _sum } = await reader().delegatedSessionActivity.aggregate({
    where: { orgId: ctx.orgId, sessionId, minute: { gte: since } },
    _sum: { allowedCount: true },
  })
  return _sum.allowedCount ?? 0
}

/** The receipt of the order that ended this session, hop by hop with measured times; null when none was given. */
export async function findRevocationReceipt(ctx: Context, sessionPublicId: string): Promise<Receipt | null> {
  authorize(ctx, 'view-access')
  const sessionId = fromPublicId('session', sessionPublicId)
  const session = await reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id: sessionId } },
    select: { revocation: true, deliveries: { orderBy: { id: 'asc' } } },
  })
  const revocation = session?.revocation
  if (!session || !revocation) return null
  const [others, usesSince] = await Promise.all([
    readOthers(ctx, revocation.id, sessionId),
    countUsesSince(ctx, sessionId, revocation.requestedAt),
  ])
  return {
    id: toPublicId('revocation', revocation.id),
    requestedBy: revocation.requestedBy,
    requestedAt: revocation.requestedAt,
    reason: revocation.reason,
    status: revocation.status as RevocationStatus,
    findingId: revocation.findingId && toPublicId('finding', revocation.findingId),
    hops: session.deliveries
      .filter((delivery) => delivery.revocationId === revocation.id)
      .map(({ hop, channel, status, sentAt, confirmedAt, mayWorkUntil, lastError }) => ({
        name: hop,
        channel: channel as ReceiptHop['channel'],
        status: status as DeliveryStatus,
        ...{ sentAt, confirmedAt, mayWorkUntil, lastError },
      })),
    usesSince,
    others,
  }
}
