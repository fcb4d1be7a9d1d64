import { z } from 'zod'
import { answerOffer } from '@/lib/commands/answer-offer'
import { answerQuestion, askQuestion } from '@/lib/commands/ask-question'
import { makeOffer } from '@/lib/commands/make-offer'
import { withdrawOffer } from '@/lib/commands/withdraw-offer'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import { offeredTerms } from '@/lib/domain/counter-offer'
import { type Operation, operation } from '@/lib/operations/operation'
import { reason } from '@/lib/operations/shapes'

const requestId = z.string().describe('A request, apr_….')
const offerId = z.string().describe('An offer, ofr_….')
const done = z.object({ done: z.literal(true) })
const DONE = { done: true } as const
const status = z.enum(['pending', 'approved', 'denied']).describe('Of the request.')

const withdraw = operation({
  id: 'requests.withdraw',
  method: 'POST',
  path: '/requests/{requestId}/withdraw',
  scope: 'requests:write',
  summary: 'Withdraw a request',
  description: 'Whoever asked takes it back before it is decided.',
  forAgents: true,
  input: z.object({ requestId, reason: reason.optional() }),
  output: done,
  run: async (ctx, { requestId: approvalId, reason: why = 'No longer needed.' }) => {
    await withdrawRequest(ctx, { approvalId, reason: why })
    return DONE
  },
})

const offer = operation({
  id: 'requests.offer',
  method: 'POST',
  path: '/requests/{requestId}/offer',
  scope: 'approvals:decide',
  summary: 'Offer something else instead',
  description:
    'Narrower, shorter or later terms, and your vote for them once whoever asked accepts. Votes already cast stay where they were for more.',
  input: z.object({
    requestId,
    terms: offeredTerms,
    note: reason,
    revision: z.number().int().min(0).optional(),
    onBehalfOf: z.string().nullish(),
  }),
  output: z.object({
    offerId: z.string(),
    answer: z.enum(['awaited', 'taken']),
    keepsVotes: z.boolean(),
    status,
  }),
  run: (ctx, { requestId: approvalId, ...rest }) => makeOffer(ctx, { approvalId, ...rest }),
})

const answer = operation({
  id: 'offers.answer',
  method: 'POST',
  path: '/offers/{offerId}/answer',
  scope: 'requests:write',
  summary: 'Accept or decline an offer',
  description: 'Whoever asked answers. Accepted, it is what is asked from then on, and the vote of whoever made it.',
  forAgents: true,
  input: z.object({ offerId, answer: z.enum(['accept', 'decline']), note: reason.nullish() }),
  output: z.object({ status }),
  run: (ctx, input) => answerOffer(ctx, input),
})

const takeBack = operation({
  id: 'offers.withdraw',
  method: 'POST',
  path: '/offers/{offerId}/withdraw',
  scope: 'approvals:decide',
  summary: 'Withdraw an offer',
  description: 'Whoever made it takes it back before it is answered.',
  input: z.object({ offerId }),
  output: done,
  run: async (ctx, input) => {
    await withdrawOffer(ctx, input)
    return DONE
  },
})

const ask = operation({
  id: 'requests.ask',
  method: 'POST',
  path: '/requests/{requestId}/questions',
  scope: 'approvals:decide',
  summary: 'Ask a question about a request',
  description: 'To whoever wants it, before deciding. The deadline stays.',
  input: z.object({ requestId, body: reason.describe('The question.') }),
  output: done,
  run: async (ctx, { requestId: approvalId, body }) => {
    await askQuestion(ctx, { approvalId, body })
    return DONE
  },
})

const reply = operation({
  id: 'requests.reply',
  method: 'POST',
  path: '/requests/{requestId}/answers',
  scope: 'requests:write',
  summary: 'Answer a question about a request',
  description: 'By whoever asked for it, or is concerned by it.',
  forAgents: true,
  input: z.object({ requestId, body: reason.describe('The answer.') }),
  output: done,
  run: async (ctx, { requestId: approvalId, body }) => {
    await answerQuestion(ctx, { approvalId, body })
    return DONE
  },
})

/** What is said about a request before it is decided, and taking it back. */
export const offerOperations: readonly Operation[] = [withdraw, offer, answer, takeBack, ask, reply]
