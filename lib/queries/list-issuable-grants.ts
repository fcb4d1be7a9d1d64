import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { IssuableGrant } from '@/lib/domain/issuance'
import { readIssuableGrants } from '@/lib/queries/read-issuable-grants'

/** The managed grants under which this actor may have meant to ask, for this principal or for anybody, or the one that it
 *  names; also those that are not active, so that a refusal can say why. Ids are UUIDs.
 *  @throws DomainError `unavailable` where the database cannot be reached */
export async function listIssuableGrants(
  ctx: Context,
  asked: { grantId?: string; actorId: string; principalId?: string },
): Promise<IssuableGrant[]> {
  authorize(ctx, 'issue-session')
  return readIssuableGrants(ctx.orgId, ctx.now, asked)
}
