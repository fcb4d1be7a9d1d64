import { z } from 'zod'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { narrowGrant, narrowGrantInput } from '@/lib/commands/narrow-grant'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { resumeGrant, suspendGrant } from '@/lib/commands/suspend-grant'
import { widenGrant, widenGrantInput } from '@/lib/commands/widen-grant'
import { requestedGrant } from '@/lib/operations/grant-shapes'
import { type Operation, operation } from '@/lib/operations/operation'
import { revocationResult } from '@/lib/operations/session-shapes'
import { reason, statusOf } from '@/lib/operations/shapes'

const grantId = z.string().describe('A grant, grt_….')
const changed = z.object({ grantId: z.string(), status: statusOf('grant') })

const extend = operation({
  id: 'grants.extend',
  method: 'POST',
  path: '/grants/{grantId}/extend',
  scope: 'requests:write',
  summary: 'Ask for a grant to stand longer',
  description:
    'A request of its own, which the rules may treat otherwise than the first. The grant stands as it is meanwhile.',
  forAgents: true,
  creates: true,
  input: extendGrantInput,
  output: requestedGrant,
  run: (ctx, input) => extendGrant(ctx, input),
})

const widen = operation({
  id: 'grants.widen',
  method: 'POST',
  path: '/grants/{grantId}/widen',
  scope: 'requests:write',
  summary: 'Ask for a grant to allow more',
  description: 'A new approval of all it would then allow. What is left out of the body stays as it is.',
  forAgents: true,
  creates: true,
  input: widenGrantInput,
  output: requestedGrant,
  run: (ctx, input) => widenGrant(ctx, input),
})

const narrow = operation({
  id: 'grants.narrow',
  method: 'POST',
  path: '/grants/{grantId}/narrow',
  scope: 'requests:write',
  summary: 'Let a grant allow less',
  description: 'At once and without asking: nothing in it is new. With endSessions, live sessions under it end.',
  forAgents: true,
  input: narrowGrantInput,
  output: revocationResult.extend({
    grantId: z.string(),
    breadth: z.object({ before: z.number().nullable(), after: z.number() }),
    changesWithdrawn: z.number().int().describe('So many requests about the wider grant wait no more.'),
  }),
  run: (ctx, input) => narrowGrant(ctx, input),
})

const revoke = operation({
  id: 'grants.revoke',
  method: 'POST',
  path: '/grants/{grantId}/revoke',
  scope: 'access:revoke',
  summary: 'Revoke a grant',
  description: 'Ends a grant for ever and every live session under it, with one receipt.',
  input: z.object({ grantId, reason, findingId: z.string().nullish() }),
  output: revocationResult.extend({
    grantStays: z.boolean().describe('Remit only observes it: its sessions end, it stays.'),
  }),
  run: (ctx, input) => revokeGrant(ctx, input),
})

const suspend = operation({
  id: 'grants.suspend',
  method: 'POST',
  path: '/grants/{grantId}/suspend',
  scope: 'access:revoke',
  summary: 'Suspend a grant',
  description: 'No new session under it until it is resumed. Sessions under it go on.',
  input: z.object({ grantId, reason }),
  output: changed,
  run: (ctx, input) => suspendGrant(ctx, input),
})

const resume = operation({
  id: 'grants.resume',
  method: 'POST',
  path: '/grants/{grantId}/resume',
  scope: 'access:revoke',
  summary: 'Resume a grant',
  description: 'Lets a suspended grant be used again.',
  input: z.object({ grantId, reason }),
  output: changed,
  run: (ctx, input) => resumeGrant(ctx, input),
})

/** What becomes of a grant that stands. */
export const grantChangeOperations: readonly Operation[] = [extend, widen, narrow, revoke, suspend, resume]
