import type { JobPayload } from '@/lib/domain/job'

export async function takeExposureSnapshot(_payload: JobPayload<'take-exposure-snapshot'>, _now: Date): Promise<void> {}
