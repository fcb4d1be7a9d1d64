import { preparePartitions } from '@/lib/commands/prepare-partitions'
import type { JobPayload } from '@/lib/domain/job'

export async function keepPartitions(_payload: JobPayload<'ensure-partitions'>, now: Date): Promise<void> {
  await preparePartitions(now)
}
