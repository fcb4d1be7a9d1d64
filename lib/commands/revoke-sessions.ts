import { z } from 'zod'
import { type OrderedRevocation, orderRevocation } from '@/lib/commands/order-revocation'
import { suspendGrantsOf } from '@/lib/commands/suspend-grant'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { latestEnd } from '@/lib/domain/revocation'
import { fromPublicId, toPublicId } from '@/lib/id'

export const revokeSessionsInput = z.object({
  sessionIds: z.array(z.string()).min(1).max(500, 'Revoke at most 500 sessions at once.'),
  reason: reasonInput,
  keepChildrenUnderAnotherGrant: z.boolean().default(false),
  suspendGrants: z.boolean().default(false),
  findingId: z.string().nullish(),
})

/** What an order did. `mayWorkUntil`: ISO time; null = never ends by itself; undefined = all ended at once. */
export type RevocationResult = {
  revocationId: string | null
  ended: number
  revoking: number
  mayWorkUntil: string | null | undefined
  leftOut: { sessionId: string; reason: string }[]
  suspendedGrants: number
}

export function toRevocationResult(order: OrderedRevocation | null, suspendedGrants: number): RevocationResult {
  const fates = order?.plan.fates ?? []
  const end = latestEnd(fates)
  return {
    revocationId: order ? toPublicId('revocation', order.revocationId) : null,
    ended: fates.filter((fate) => fate.to === 'revoked').length,
    revoking: fates.filter((fate) => fate.to === 'revoking').length,
    mayWorkUntil: end instanceof Date ? end.toISOString() : end,
    leftOut: (order?.plan.leftOut ?? []).map((left) => ({ ...left, sessionId: toPublicId('session', left.sessionId) })),
    suspendedGrants,
  }
}

/** Orders the end of delegated sessions and their children, with one receipt for the order. Sessions that Remit issued
 *  end with the commit; observed ones are *revoking* until their connector confirms. */
export async function revokeSessions(
  ctx: Context,
  input: z.output<typeof revokeSessionsInput>,
): Promise<RevocationResult> {
  authorize(ctx, 'revoke-access')
  const selectedIds = [...new Set(input.sessionIds.map((id) => fromPublicId('session', id)))]
  const findingId = input.findingId ? fromPublicId('finding', input.findingId) : null
  return mutate(ctx, async (tx) => {
    const order = await orderRevocation(tx, ctx, { ...input, scope: 'session', scopeId: null, selectedIds, findingId })
    const [first, ...rest] = order?.events ?? []
    if (!order || !first) {
      throw new DomainError(
        'nothing_to_revoke',
        'None of these sessions can be revoked: they are over, or being revoked already.',
      )
    }
    const fallen = order.plan.fates.map((fate) => fate.sessionId)
    const suspended = input.suspendGrants ? await suspendGrantsOf(tx, ctx, fallen, input.reason) : []
    return {
      result: toRevocationResult(order, suspended.length),
      events: [first, ...rest, ...suspended],
      jobs: order.jobs,
    }
  })
}
