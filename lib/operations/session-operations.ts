import { z } from 'zod'
import { lockSessions, lockSessionsInput, unlockSessions, unlockSessionsInput } from '@/lib/commands/lock-sessions'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { SESSION_SORTS, SESSION_VIEWS, sessionListRequest } from '@/lib/domain/session-filter'
import { type Operation, operation } from '@/lib/operations/operation'
import { revocationResult, sessionDetail, sessionRow } from '@/lib/operations/session-shapes'
import { ownerFilter, pageOf, paging, sortBy, statusOf, tier, toAddress, toItems } from '@/lib/operations/shapes'
import { getSession } from '@/lib/queries/get-session'
import { listSessions } from '@/lib/queries/list-sessions'

const share = z.number().min(0).max(100).optional()
const id = (prefix: string) => z.string().startsWith(`${prefix}_`).max(64).optional()
const changed = z.object({ changed: z.number().int(), leftOut: z.number().int() })

const list = operation({
  id: 'sessions.list',
  method: 'GET',
  path: '/sessions',
  scope: 'access:read',
  summary: 'List delegated sessions',
  description: 'Bounded uses of grants, and those that other issuers minted. Without a view, those that are live.',
  forAgents: true,
  input: z.object({
    view: z.enum(SESSION_VIEWS).default('live'),
    status: z.array(statusOf('session')).optional(),
    origin: z.enum(['managed', 'observed']).optional(),
    source: z.string().max(80).optional().describe('Only those learnt from this source, e.g. aws-cloudtrail.'),
    system: id('sys'),
    grant: id('grt'),
    identity: id('idn').describe('Only those in which it is principal or actor.'),
    owner: ownerFilter,
    revocation: id('rcp').describe('Only those this order ended.'),
    tier: tier.optional(),
    breadthMin: share,
    breadthMax: share,
    unusedMin: share,
    q: z.string().min(1).max(200).optional(),
    sort: sortBy(SESSION_SORTS, '-breadth'),
    ...paging,
  }),
  output: pageOf(sessionRow),
  run: async (ctx, input) => toItems(await listSessions(ctx, sessionListRequest.parse(toAddress(input)))),
})

const get = operation({
  id: 'sessions.get',
  method: 'GET',
  path: '/sessions/{sessionId}',
  scope: 'access:read',
  summary: 'Show a delegated session',
  description: 'One delegated session: who acts for whom, how far, for how long, and what it was used for.',
  forAgents: true,
  input: z.object({ sessionId: z.string().describe('A delegated session, ses_….') }),
  output: sessionDetail,
  run: (ctx, input) => getSession(ctx, input.sessionId),
})

const revoke = operation({
  id: 'sessions.revoke',
  method: 'POST',
  path: '/sessions/revoke',
  scope: 'access:revoke',
  summary: 'Revoke delegated sessions',
  description:
    'Orders the end of up to 500 sessions and of what came of them, with one receipt. Those Remit issued end at once; others are revoking until who issued them confirms.',
  input: revokeSessionsInput,
  output: revocationResult,
  run: (ctx, input) => revokeSessions(ctx, input),
})

const lock = operation({
  id: 'sessions.lock',
  method: 'POST',
  path: '/sessions/lock',
  scope: 'access:revoke',
  summary: 'Lock delegated sessions',
  description:
    'Stops sessions that Remit issued, reversibly, until a time: they answer as inactive and go on afterwards.',
  input: lockSessionsInput,
  output: changed,
  run: (ctx, input) => lockSessions(ctx, input),
})

const unlock = operation({
  id: 'sessions.unlock',
  method: 'POST',
  path: '/sessions/unlock',
  scope: 'access:revoke',
  summary: 'Unlock delegated sessions',
  description: 'Lets locked sessions go on before their lock ends.',
  input: unlockSessionsInput,
  output: changed,
  run: (ctx, input) => unlockSessions(ctx, input),
})

/** Delegated sessions: to see, to hold and to end. */
export const sessionOperations: readonly Operation[] = [list, get, revoke, lock, unlock]
