import type { JobPayload } from '@/lib/domain/job'

export async function keepPartitions(_payload: JobPayload<'ensure-partitions'>, _now: Date): Promise<void> {}
