import { z } from 'zod'

/** The work that happens by itself, and what each task is told. Where no organisation is named, all are meant. */
export const JOB_PAYLOADS = {
  'run-detectors': z.object({ orgId: z.uuid().optional() }),
  'deliver-revocation': z.object({ orgId: z.uuid(), revocationId: z.uuid() }),
  'take-exposure-snapshot': z.object({ orgId: z.uuid().optional() }),
  'ensure-partitions': z.object({}),
  'measure-breadth': z.object({ orgId: z.uuid(), systemId: z.uuid() }),
  'measure-uses': z.object({}),
  'sweep-expired': z.object({}),
  'tell-approval': z.object({
    orgId: z.uuid(),
    approvalId: z.uuid(),
    what: z.enum(['opened', 'stage', 'offered', 'noted', 'decided', 'broken']),
  }),
  'send-messages': z.object({ orgId: z.uuid(), messageId: z.uuid() }),
  'ask-reviewer': z.object({ orgId: z.uuid(), approvalId: z.uuid(), position: z.number().int() }),
  'keep-approvals': z.object({}),
  'warn-expiring': z.object({}),
  'send-digests': z.object({}),
} as const satisfies Record<string, z.ZodType>

export type TaskName = keyof typeof JOB_PAYLOADS
export type JobPayload<N extends TaskName> = z.output<(typeof JOB_PAYLOADS)[N]>

/** Work to do after a change. Two drafts with one `key` that wait at the same time become one; without `runAt`, at once. */
export type JobDraft = {
  [N in TaskName]: { task: N; payload: JobPayload<N>; key?: string; runAt?: Date }
}[TaskName]
