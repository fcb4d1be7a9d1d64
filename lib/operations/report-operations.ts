import { z } from 'zod'
import { QUALITY_DAYS, SIGNALS } from '@/lib/domain/approval-quality'
import { type Operation, operation } from '@/lib/operations/operation'
import { listApprovalQuality } from '@/lib/queries/list-approval-quality'

const approver = z
  .object({
    id: z.string(),
    name: z.string(),
    votes: z.number().int(),
    approved: z.number().int(),
    medianSeconds: z.number().describe('From seeing a question to voting on it.'),
    inChain: z.number().int().describe('Votes on what could have been used through them.'),
    outsideHours: z.number().int().nullable().describe('Null: the rules say no office hours.'),
    reciprocal: z.array(z.object({ name: z.string(), times: z.number().int() })),
    signals: z.array(z.enum(SIGNALS)),
  })
  .meta({ id: 'ApproverQuality' })

const quality = operation({
  id: 'reports.approvals',
  method: 'GET',
  path: '/reports/approvals',
  scope: 'access:read',
  summary: 'How approvers decide',
  description: `Over the last ${QUALITY_DAYS} days: who always says yes, within seconds, for each other, or out of hours.`,
  input: z.object({}),
  output: z.object({ approvers: z.array(approver), isWhole: z.boolean().describe('False: there were more votes.') }),
  run: (ctx) => listApprovalQuality(ctx),
})

/** Figures over time. */
export const reportOperations: readonly Operation[] = [quality]
