import { measureUsedAccess } from '@/lib/commands/measure-used-access'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'

/** Brings what pages say of use up to date: what was used of sessions and grants since the last time. */
export async function measureUses(_payload: JobPayload<'measure-uses'>, now: Date): Promise<void> {
  for (const { id } of await listOrganisations()) await measureUsedAccess(systemContext(id, 'measure', now))
}
