import { measureObservedAccess } from '@/lib/commands/measure-observed-access'
import { remeasureSystem } from '@/lib/commands/remeasure-system'
import { readAwsAccess } from '@/lib/connectors/aws-cloudtrail/read-access'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { findConnectorOfKind } from '@/lib/queries/find-connector-of-kind'
import { readLimits } from '@/lib/queries/read-limits'

/** After a system's tier has changed: measures what is on it anew, and looks at it with the detectors' eyes. */
export async function measureBreadth({ orgId, systemId }: JobPayload<'measure-breadth'>, now: Date): Promise<void> {
  const ctx = systemContext(orgId, 'measure', now)
  await remeasureSystem(ctx, systemId)
  const connectorId = await findConnectorOfKind(ctx, 'aws-cloudtrail')
  if (connectorId) {
    const reading = await readAwsAccess()
    await measureObservedAccess(ctx, { connectorId, reading, limits: await readLimits(orgId) })
  }
  await detectForOrganisation(ctx)
}
