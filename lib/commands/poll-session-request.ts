import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { ApprovalStatus } from '@/lib/domain/life'
import { type AskedSession, askedSession, POLL_INTERVAL_SECONDS } from '@/lib/domain/session-request'

/** How a session request stands for the client that made it. `sessionId`: of the one session it can become (UUID);
 *  `isTooSoon`: the client asked less than an interval ago, on whichever instance; `comment`: whoever decided said so. */
export type Polled = {
  id: string
  sessionId: string
  status: ApprovalStatus
  expiresAt: Date
  decidedAt: Date | null
  asked: AskedSession
  comment: string | null
  isRedeemed: boolean
  isTooSoon: boolean
}

type PollInput = { id: string; clientId: string }
type Row = Omit<Polled, 'asked'> & { asked: unknown }

/** A client that waits out its interval on a slow network is not told off for the odd moment. */
const LEEWAY_SECONDS = 0.5

/** Looks and takes the poll in one statement, so that two instances cannot both count as the first. */
const poll = statement<Row>(
  'poll-session-request',
  `with polled as (
     update approvals set last_polled_at = $4::timestamptz
     where org_id = $1 and id = $2 and subject_kind = 'session' and client_id = $3 and status = 'pending'
       and coalesce(last_polled_at, requested_at) <= $4::timestamptz - make_interval(secs => $5)
     returning id)
   select a.id, a.subject_id as "sessionId", a.status, a.expires_at as "expiresAt", a.decided_at as "decidedAt", a.asked,
     (select v.comment from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id
      order by v.voted_at desc limit 1) as comment,
     exists (select from delegated_sessions s where s.org_id = a.org_id and s.id = a.subject_id) as "isRedeemed",
     not exists (select from polled) as "isTooSoon"
   from approvals a
   where a.org_id = $1 and a.id = $2 and a.subject_kind = 'session' and a.client_id = $3`,
)

/** How the session request of a client stands; null for another's, and where there is none. Ids are UUIDs. */
export async function pollSessionRequest(ctx: Context, { id, clientId }: PollInput): Promise<Polled | null> {
  authorize(ctx, 'issue-session')
  if (ctx.actor.kind === 'client' && ctx.actor.clientId !== clientId)
    throw new DomainError('forbidden', 'A client asks for itself only.')
  const wait = POLL_INTERVAL_SECONDS - LEEWAY_SECONDS
  const [row] = await poll([ctx.orgId, id, clientId, ctx.now, wait])
  return row ? { ...row, asked: askedSession.parse(row.asked) } : null
}
