import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'

/** A service asks only for what it would do itself: the key of one service is no way to arm another. People ask for anyone;
 *  whoever is acted for agrees. @throws DomainError `not_yours` */
export function checkAsker({ actor }: Context, actorId: string): void {
  if (actor.kind !== 'service' || actor.identityId === actorId) return
  throw new DomainError('not_yours', 'A service asks only for grants in which it is the actor itself.')
}

/** What is renewed is of the same two. @throws DomainError `not_found`, `invalid_input` */
export async function checkRenewal(
  tx: Tx,
  { orgId }: Context,
  { renewsGrantId, principalId, actorId }: { renewsGrantId: string | null; principalId: string; actorId: string },
): Promise<void> {
  if (!renewsGrantId) return
  const renewed = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId, id: renewsGrantId } } })
  if (!renewed) throw notFound('grant')
  if (renewed.principalId !== principalId || renewed.actorId !== actorId)
    throw new DomainError('invalid_input', 'A renewal is of a grant between the same two.')
  if (renewed.origin === 'observed') throw new DomainError('not_enforced', 'Remit only observes that grant.')
}
