import { warnOfEnds } from '@/lib/commands/warn-of-ends'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Warns of grants that end soon. */
export async function warnExpiring(_payload: JobPayload<'warn-expiring'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) await warnOfEnds(systemContext(id, 'messages', now))
}
