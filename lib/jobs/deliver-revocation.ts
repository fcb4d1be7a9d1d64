import type { JobPayload } from '@/lib/domain/job'

export async function deliverRevocation(_payload: JobPayload<'deliver-revocation'>, _now: Date): Promise<void> {}
