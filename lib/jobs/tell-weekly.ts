import { sendDigests } from '@/lib/commands/send-digests'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Who acts for whom, to those in whose name it is. */
export async function tellWeekly(_payload: JobPayload<'send-digests'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) await sendDigests(systemContext(id, 'messages', now))
}
