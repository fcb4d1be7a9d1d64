import { z } from 'zod'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { ApprovalStatus } from '@/lib/domain/life'

/** How long people have to decide on a session, and then the client to take it. */
export const SESSION_REQUEST_SECONDS = 3600

/** How many of a client's requests may wait at once: who is asked too often looks at nothing any more. */
export const MOST_OPEN_REQUESTS = 100

/** How often its client may ask whether they have (RFC 8628 §3.5, `interval`). */
export const POLL_INTERVAL_SECONDS = 5

/** What a run says of itself: `verified` stands in a token of a trusted issuer, `stated` is the client's own word. */
export const runContext = z.object({
  verified: z.record(z.string(), z.string()).default({}),
  stated: z.record(z.string(), z.string()).default({}),
})
export type RunContext = z.output<typeof runContext>

/** As Remit settled them: there can be more than anybody may ask for, for each system has its own. */
const storedDetails = z.array(z.unknown()).transform((details) => details as AuthorizationDetail[])

/** A session as it was put to people (`approvals.asked`). Ids are UUIDs. `ttlSeconds`: the longest it may live, from the
 *  moment of issuance. `digest`: of the request, so that nothing else is taken with the answer. */
export const askedSession = z.object({
  digest: z.string(),
  grantId: z.string(),
  grantName: z.string(),
  clientId: z.string(),
  principalId: z.string(),
  actorId: z.string(),
  parentSessionId: z.string().nullable(),
  systemIds: z.array(z.string()),
  audience: z.array(z.string()),
  permissions: z.array(z.string()),
  authorizationDetails: storedDetails,
  ttlSeconds: z.number(),
  isDpopBound: z.boolean(),
  purpose: z.string().nullable(),
  ticket: z.string().nullable(),
  context: runContext,
})
export type AskedSession = z.output<typeof askedSession>

type Life = { status: ApprovalStatus; expiresAt: Date; decidedAt: Date | null }

/** Past its end a request has lapsed, whatever the row still says; so has an approval that its client left lying. */
export function effectiveRequestStatus({ status, expiresAt, decidedAt }: Life, now: Date): ApprovalStatus {
  if (status === 'pending' && expiresAt <= now) return 'lapsed'
  const takenUntil = (decidedAt?.getTime() ?? 0) + SESSION_REQUEST_SECONDS * 1000
  return status === 'approved' && takenUntil <= now.getTime() ? 'lapsed' : status
}
