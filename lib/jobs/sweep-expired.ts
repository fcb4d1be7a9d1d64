import { expireAccess } from '@/lib/commands/expire-access'
import { pruneProofs } from '@/lib/commands/prune-proofs'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Tidies up what time has ended. Nothing depends on it: questions about being active compare the expiry with now. */
export async function sweepExpired(_payload: JobPayload<'sweep-expired'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) {
    const ctx = systemContext(id, 'sweep', now)
    while ((await expireAccess(ctx)).hasMore);
  }
  while ((await pruneProofs(now)).hasMore);
}
