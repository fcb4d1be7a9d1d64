import type { JobPayload } from '@/lib/domain/job'

export async function runDetectors(_payload: JobPayload<'run-detectors'>, _now: Date): Promise<void> {}
