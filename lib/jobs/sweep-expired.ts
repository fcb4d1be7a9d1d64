import type { JobPayload } from '@/lib/domain/job'

export async function sweepExpired(_payload: JobPayload<'sweep-expired'>, _now: Date): Promise<void> {}
