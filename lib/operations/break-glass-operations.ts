import { z } from 'zod'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { closeReview } from '@/lib/commands/close-review'
import { REVIEW_STATES, reviewListInput } from '@/lib/domain/break-glass'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment, namedIdentity, pageOf, paging, reason, toItems } from '@/lib/operations/shapes'
import { listReviews } from '@/lib/queries/list-reviews'

const review = z
  .object({
    ...{ grantId: z.string(), name: z.string(), reason: z.string(), ticket: z.string() },
    ...{ actor: namedIdentity, principal: namedIdentity, openedBy: z.string(), systems: z.array(z.string()) },
    ...{ breadth: z.number().nullable(), startsAt: moment, endedAt: moment, dueAt: moment },
    sessions: z.number().int(),
    state: z.enum(REVIEW_STATES),
    closedBy: z.string().nullable(),
    closedAt: moment.nullable(),
    outcome: z.enum(['justified', 'unjustified']).nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'BreakGlassReview' })

const list = operation({
  id: 'break-glass.list',
  method: 'GET',
  path: '/break-glass',
  scope: 'access:read',
  summary: 'List reviews of broken glass',
  description: 'Those that wait first, the nearest date before. None disappears once it is over.',
  input: z.object({ state: z.enum(REVIEW_STATES).optional(), ...paging }),
  output: pageOf(review),
  run: async (ctx, input) => toItems(await listReviews(ctx, reviewListInput.parse(input))),
})

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
export const breakGlassOperations: readonly Operation[] = [list, invoke, close]
