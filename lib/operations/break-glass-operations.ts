import { z } from 'zod'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { closeReview } from '@/lib/commands/close-review'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment, reason } from '@/lib/operations/shapes'

const invoke = operation({
  id: 'break-glass.invoke',
  method: 'POST',
  path: '/break-glass',
  scope: 'break-glass',
  summary: 'Break the glass',
  description:
    'Access at once, for an hour at most, without asking. Everybody who was skipped is told, and somebody else reviews it.',
  creates: true,
  input: breakGlassInput,
  output: z.object({ grantId: z.string(), approvalId: z.string(), expiresAt: moment, reviewDueAt: moment }),
  run: (ctx, input) => breakGlass(ctx, input),
})

const close = operation({
  id: 'break-glass.close-review',
  method: 'POST',
  path: '/break-glass/{grantId}/review',
  scope: 'approvals:decide',
  summary: 'Close the review of a broken glass',
  description: 'By somebody else than whoever broke it.',
  input: z.object({
    grantId: z.string().describe('The grant that came of it, grt_….'),
    outcome: z.enum(['justified', 'unjustified']),
    comment: reason,
  }),
  output: z.object({ closedAt: moment }),
  run: (ctx, input) => closeReview(ctx, input),
})

/** Emergencies. */
export const breakGlassOperations: readonly Operation[] = [invoke, close]
