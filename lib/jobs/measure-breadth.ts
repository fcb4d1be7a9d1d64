import type { JobPayload } from '@/lib/domain/job'

export async function measureBreadth(_payload: JobPayload<'measure-breadth'>, _now: Date): Promise<void> {}
