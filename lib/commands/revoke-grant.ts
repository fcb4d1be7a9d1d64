import { z } from 'zod'
import { endGrant } from '@/lib/commands/end-grant'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const revokeGrantInput = z.object({ grantId: z.string(), reason: reasonInput, findingId: z.string().nullish() })

const NOTHING_LIVE =
  'Remit only observes this grant and no session under it is live. Change the trust where it was made.'

/** Ends a grant for ever, or the request for it, and every live session under it, children included, with one receipt. A grant that Remit only
 *  observes stays as its issuer has it: its sessions are ordered to end, and the result says that the grant stays. */
export async function revokeGrant(
  ctx: Context,
  input: z.output<typeof revokeGrantInput>,
): Promise<RevocationResult & { grantStays: boolean }> {
  authorize(ctx, 'revoke-access')
  const id = fromPublicId('grant', input.grantId)
  const findingId = input.findingId ? fromPublicId('finding', input.findingId) : null
  return mutate(ctx, async (tx) => {
    const { grantStays, order, events, jobs } = await endGrant(tx, ctx, id, { reason: input.reason, findingId })
    const [first, ...rest] = events
    if (!first) throw new DomainError('nothing_to_revoke', NOTHING_LIVE)
    return { result: { ...toRevocationResult(order, 0), grantStays }, events: [first, ...rest], jobs }
  })
}
