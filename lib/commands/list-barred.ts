import type { Concerned } from '@/lib/commands/open-approval'
import type { Tx } from '@/lib/db'
import { readBarred } from '@/lib/db/barred'
import type { Context } from '@/lib/domain/context'

/** Who may not decide, as identities and as the members they are (UUIDs): whom it concerns, and whoever asks in whatever guise.
 *  `concerned` null: a question about the rules, where only whoever asks is barred. */
export async function listBarred(
  tx: Tx,
  { orgId, actor }: Context,
  concerned: Pick<Concerned, 'principalId' | 'actorId' | 'maxChainDepth' | 'aboveIds'> | null,
  barActorOwner: boolean,
): Promise<string[]> {
  return readBarred(tx, orgId, {
    ...(concerned ?? { principalId: null, actorId: null, maxChainDepth: 0 }),
    aboveIds: concerned?.aboveIds ?? [],
    barActorOwner,
    memberId: actor.kind === 'member' ? actor.memberId : null,
    identityId: actor.kind === 'service' ? actor.identityId : null,
  })
}
