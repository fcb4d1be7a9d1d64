import { z } from 'zod'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import type { RevocationResult } from '@/lib/commands/revoke-sessions'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'

export const revokeGrantsInput = z.object({
  grantIds: z.array(z.string()).min(1).max(100, 'Revoke at most 100 grants at once.'),
  reason: reasonInput,
})

/** What became of several: how many grants were revoked or had their sessions ended, what ended with them (as of one order),
 *  and why each of the rest was left. */
export type RevokedGrants = Pick<RevocationResult, 'ended' | 'revoking' | 'mayWorkUntil'> & {
  revocationId: null
  grants: number
  left: { grantId: string; code: string; message: string }[]
}

/** The later of two ends: null, which never comes, is later than any; undefined is none. */
function later(a: string | null | undefined, b: string | null | undefined): string | null | undefined {
  if (a === null || b === null) return null
  return a && b ? (a > b ? a : b) : (a ?? b)
}

function add(sum: RevokedGrants, { ended, revoking, mayWorkUntil }: RevocationResult): RevokedGrants {
  return {
    ...sum,
    grants: sum.grants + 1,
    ended: sum.ended + ended,
    revoking: sum.revoking + revoking,
    mayWorkUntil: later(sum.mayWorkUntil, mayWorkUntil),
  }
}

/** Revokes several grants for one reason, each as by itself, with a receipt of its own: what cannot be is left, with the
 *  reason, and hinders no other. @throws DomainError `nothing_to_revoke` where nothing could be */
export async function revokeGrants(ctx: Context, input: z.output<typeof revokeGrantsInput>): Promise<RevokedGrants> {
  authorize(ctx, 'revoke-access')
  const { grantIds, reason } = input
  let sum: RevokedGrants = { revocationId: null, grants: 0, ended: 0, revoking: 0, mayWorkUntil: undefined, left: [] }
  for (const grantId of new Set(grantIds)) {
    try {
      sum = add(sum, await revokeGrant(ctx, { grantId, reason }))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      sum = { ...sum, left: [...sum.left, { grantId, code: error.code, message: error.message }] }
    }
  }
  if (sum.grants === 0)
    throw new DomainError('nothing_to_revoke', sum.left[0]?.message ?? 'There is nothing to revoke.')
  return sum
}
