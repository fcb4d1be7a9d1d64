import { endIdleSessions } from '@/lib/commands/end-idle-sessions'
import { endUngrantedSessions } from '@/lib/commands/end-ungranted-sessions'
import { expireAccess } from '@/lib/commands/expire-access'
import { pruneIdempotencyKeys } from '@/lib/commands/prune-idempotency-keys'
import { pruneMessages } from '@/lib/commands/prune-messages'
import { pruneProofs } from '@/lib/commands/prune-proofs'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Tidies up what time, idleness or the end of its grant has ended. Nothing depends on it: questions about being active look
 *  at all of these themselves. */
export async function sweepExpired(_payload: JobPayload<'sweep-expired'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) {
    const ctx = systemContext(id, 'sweep', now)
    for (const end of [expireAccess, endIdleSessions, endUngrantedSessions]) while ((await end(ctx)).hasMore);
  }
  while ((await pruneProofs(now)).hasMore);
  while ((await pruneIdempotencyKeys(now)).hasMore);
  while ((await pruneMessages(now)).hasMore);
}
