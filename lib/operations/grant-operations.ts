import { z } from 'zod'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { GRANT_SORTS, GRANT_VIEWS, grantListInput } from '@/lib/domain/grant-filter'
import { grantDetail, grantRow, requestedGrant, toGrantDetail } from '@/lib/operations/grant-shapes'
import { type Operation, operation } from '@/lib/operations/operation'
import { pageOf, paging, sortBy, statusOf, toAddress, toItems } from '@/lib/operations/shapes'
import { getGrant } from '@/lib/queries/get-grant'
import { listGrants } from '@/lib/queries/list-grants'

const grantId = z.string().describe('A grant, grt_….')
const share = z.number().min(0).max(100).optional()
const identity = z.string().max(60).optional()

const list = operation({
  id: 'grants.list',
  method: 'GET',
  path: '/grants',
  scope: 'access:read',
  summary: 'List grants',
  description: 'Standing permissions, the broadest first unless sorted otherwise. Without a view, those that stand.',
  forAgents: true,
  input: z.object({
    view: z.enum(GRANT_VIEWS).default('active'),
    status: z.array(statusOf('grant')).optional(),
    origin: z.enum(['managed', 'observed']).optional(),
    system: identity.describe('Only those on this system, sys_….'),
    identity: identity.describe('Only those in which this identity is principal or actor, idn_….'),
    principal: identity.describe('Only those on behalf of this identity, idn_….'),
    actor: identity.describe('Only those by which this identity acts, idn_….'),
    owner: identity.describe('Only those this identity answers for, idn_…, or none.'),
    breadthMin: share,
    breadthMax: share,
    unusedMin: share.describe('Only those of which at least so many per cent were never used.'),
    q: z.string().max(200).optional().describe('Only those whose names hold these words.'),
    sort: sortBy(GRANT_SORTS, '-breadth'),
    ...paging,
  }),
  output: pageOf(grantRow),
  run: async (ctx, input) => toItems(await listGrants(ctx, grantListInput.parse(toAddress(input)))),
})

const get = operation({
  id: 'grants.get',
  method: 'GET',
  path: '/grants/{grantId}',
  scope: 'access:read',
  summary: 'Show a grant',
  description: 'One grant with its bounds, what it allows and how much of that was used.',
  forAgents: true,
  input: z.object({ grantId }),
  output: grantDetail,
  run: async (ctx, input) => toGrantDetail(await getGrant(ctx, input.grantId)),
})

const request = operation({
  id: 'grants.request',
  method: 'POST',
  path: '/grants',
  scope: 'requests:write',
  summary: 'Request a grant',
  description:
    'Asks that an actor may act for a principal, on named permissions of named systems. The rules say who has to agree: the answer is pending with a request to follow, or decided at once.',
  forAgents: true,
  command: 'requests create',
  creates: true,
  input: requestGrantInput,
  output: requestedGrant,
  run: (ctx, input) => requestGrant(ctx, input),
})

/** Standing permission: to see and to ask for. */
export const grantOperations: readonly Operation[] = [list, get, request]
