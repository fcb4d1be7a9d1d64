import { tellApproval } from '@/lib/commands/tell-approval'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'

/** Tells people of a question, after whatever changed it has committed. */
export async function tellOfApproval(payload: JobPayload<'tell-approval'>, now: Date): Promise<void> {
  const { orgId, approvalId, what } = payload
  await tellApproval(systemContext(orgId, 'messages', now), { approvalId, what })
}
