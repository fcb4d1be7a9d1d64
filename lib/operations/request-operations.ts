import { z } from 'zod'
import { decideApproval } from '@/lib/commands/decide-approval'
import type { Context } from '@/lib/domain/context'
import { INBOX_VIEWS, inboxRequest } from '@/lib/domain/inbox-request'
import { type Operation, operation } from '@/lib/operations/operation'
import { requestDetail, requestRow, toRequestDetail } from '@/lib/operations/request-shapes'
import { pageOf, paging, reason, toItems } from '@/lib/operations/shapes'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { listInbox } from '@/lib/queries/list-inbox'

const requestId = z.string().describe('A request, apr_….')
const onBehalfOf = z.string().nullish().describe('The member in whose place, while they are away, mem_….')
const revision = z
  .number()
  .int()
  .min(0)
  .optional()
  .describe('What you saw; refused where something else stands by now.')
const decided = z.object({
  status: z.enum(['approved', 'denied', 'pending']).describe('pending: more votes are needed.'),
  reason: z.string().optional().describe('Which guardrail refused what everybody had agreed to.'),
})

const list = operation({
  id: 'requests.list',
  method: 'GET',
  path: '/requests',
  scope: 'access:read',
  summary: 'List requests',
  description: 'Questions put to people: what waits for you (mine), for others, or no more (decided).',
  forAgents: true,
  input: z.object({ view: z.enum(INBOX_VIEWS).default('mine'), ...paging }),
  output: pageOf(requestRow),
  run: async (ctx, input) => toItems(await listInbox(ctx, input.view, inboxRequest.parse(input))),
})

const get = operation({
  id: 'requests.get',
  method: 'GET',
  path: '/requests/{requestId}',
  scope: 'access:read',
  summary: 'Follow a request',
  description: 'One request: what is asked, how it stands, and who has yet to vote.',
  forAgents: true,
  input: z.object({ requestId }),
  output: requestDetail,
  run: async (ctx, input) => toRequestDetail(await getInboxItem(ctx, input.requestId)),
})

type Ballot = { requestId: string; comment?: string | null; onBehalfOf?: string | null; revision?: number }

const vote = (ctx: Context, how: 'approve' | 'deny', { requestId: approvalId, ...ballot }: Ballot) =>
  decideApproval(ctx, { approvalId, vote: how, ...ballot }, 'api')

const approve = operation({
  id: 'requests.approve',
  method: 'POST',
  path: '/requests/{requestId}/approve',
  scope: 'approvals:decide',
  summary: 'Approve a request',
  description:
    'Your vote for it, in the stage whose turn it is. Refused to whoever asked, is concerned, is not asked, or has voted. For critical systems a token is not enough: sign in.',
  input: z.object({ requestId, comment: reason.nullish(), onBehalfOf, revision }),
  output: decided,
  run: (ctx, input) => vote(ctx, 'approve', input),
})

const deny = operation({
  id: 'requests.deny',
  method: 'POST',
  path: '/requests/{requestId}/deny',
  scope: 'approvals:decide',
  summary: 'Deny a request',
  description: 'Your vote against it, which ends it.',
  input: z.object({ requestId, comment: reason, onBehalfOf, revision }),
  output: decided,
  run: (ctx, input) => vote(ctx, 'deny', input),
})

/** What people are asked: to see and to decide. */
export const requestOperations: readonly Operation[] = [list, get, approve, deny]
