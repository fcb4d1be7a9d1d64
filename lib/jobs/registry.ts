import { JOB_PAYLOADS, type JobPayload, type TaskName } from '@/lib/domain/job'
import { askReviewer } from '@/lib/jobs/ask-reviewer'
import { deliverRevocation } from '@/lib/jobs/deliver-revocation'
import { keepPartitions } from '@/lib/jobs/ensure-partitions'
import { keepApprovals } from '@/lib/jobs/keep-approvals'
import { measureBreadth } from '@/lib/jobs/measure-breadth'
import { measureUses } from '@/lib/jobs/measure-uses'
import { runDetectors } from '@/lib/jobs/run-detectors'
import { sendMessages } from '@/lib/jobs/send-messages'
import { sweepExpired } from '@/lib/jobs/sweep-expired'
import { takeExposureSnapshot } from '@/lib/jobs/take-exposure-snapshot'
import { tellOfApproval } from '@/lib/jobs/tell-approval'
import { tellWeekly } from '@/lib/jobs/tell-weekly'
import { warnExpiring } from '@/lib/jobs/warn-expiring'

type Tasks = { [N in TaskName]: (payload: JobPayload<N>, now: Date) => Promise<void> }

const TASKS: Tasks = {
  'run-detectors': runDetectors,
  'deliver-revocation': deliverRevocation,
  'take-exposure-snapshot': takeExposureSnapshot,
  'ensure-partitions': keepPartitions,
  'measure-breadth': measureBreadth,
  'measure-uses': measureUses,
  'sweep-expired': sweepExpired,
  'tell-approval': tellOfApproval,
  'send-messages': sendMessages,
  'ask-reviewer': askReviewer,
  'keep-approvals': keepApprovals,
  'warn-expiring': warnExpiring,
  'send-digests': tellWeekly,
}

export const TASK_NAMES = Object.keys(TASKS) as TaskName[]

/** Runs one task with what the queue holds for it. @throws ZodError if that is not what the task expects. */
export async function runTask<N extends TaskName>(name: N, payload: unknown, now: Date): Promise<void> {
  await TASKS[name](JOB_PAYLOADS[name].parse(payload ?? {}) as JobPayload<N>, now)
}
