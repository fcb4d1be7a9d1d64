import { recordExposure } from '@/lib/commands/record-exposure'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { listOrganisations } from '@/lib/queries/list-organisations'
import { measureExposure } from '@/lib/queries/measure-exposure'

/** Measures each organisation's exposure and keeps it as the figures of the day. */
export async function takeExposureSnapshot(payload: JobPayload<'take-exposure-snapshot'>, now: Date): Promise<void> {
  const ids = payload.orgId ? [payload.orgId] : (await listOrganisations()).map((organisation) => organisation.id)
  for (const id of ids) {
    const ctx = systemContext(id, 'exposure', now)
    await recordExposure(ctx, await measureExposure(ctx))
  }
}
