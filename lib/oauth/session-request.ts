import { createHash } from 'node:crypto'
import { askSession } from '@/lib/commands/ask-session'
import { type Polled, pollSessionRequest } from '@/lib/commands/poll-session-request'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import { DomainError } from '@/lib/domain/error'
import { type IssuableGrant, policyLifetimeSeconds, type Terms } from '@/lib/domain/issuance'
import { type AskedSession, effectiveRequestStatus, POLL_INTERVAL_SECONDS } from '@/lib/domain/session-request'
import { toPublicId } from '@/lib/id'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { toRunContext } from '@/lib/oauth/run-context'
import { audienceOf } from '@/lib/oauth/targets'
import type { TokenAsk, TokenParties } from '@/lib/oauth/token-parties'
import type { TokenRequest } from '@/lib/oauth/token-request'

/** A session that people may have to be asked about. */
export type Question = {
  parties: TokenParties
  request: TokenRequest
  jkt: string | null
  grant: IssuableGrant
  systemIds: readonly string[]
}

/** That people said yes, to no more than this, to the one session with this id (UUID). */
export type Answer = {
  approvalId: string
  sessionId: string
  approved: { permissions: string[]; ttlSeconds: number; authorizationDetails: AuthorizationDetail[] | null }
}

/** The same call gives the same digest, any other another: all that matters but the tokens, which are made anew. */
function digestOf({ client }: TokenAsk, { parties, request, jkt, grant }: Question): string {
  const { targets, permissions, ttlSeconds, authorizationDetails, purpose, ticket } = request
  const names = targets.map(({ by, name }) => `${by} ${name}`).sort()
  const wish = [names, permissions && [...permissions].sort(), ttlSeconds, authorizationDetails, purpose, ticket, jkt]
  const { verified, stated } = toRunContext(request.context, parties.tokens)
  const context = [verified, stated].map((members) => Object.entries(members).sort())
  const who = [client.id, grant.id, parties.actorId, grant.principal.id, parties.parent?.id]
  return createHash('sha256')
    .update(JSON.stringify([who, wish, context]))
    .digest('base64url')
}

/** The longest that the session may live once approved: its clock starts when it is issued. */
function ttlOf({ request, grant, systemIds }: Question, terms: Terms, now: Date): number {
  if (request.ttlSeconds !== null) return request.ttlSeconds
  const longest = [grant.maxSessionTtlSeconds, policyLifetimeSeconds(grant, systemIds)].filter((each) => each !== null)
  return longest.length > 0 ? Math.min(...longest) : Math.ceil((terms.expiresAt.getTime() - now.getTime()) / 1000)
}

function describe(ask: TokenAsk, question: Question, terms: Terms): AskedSession {
  const { grant, parties, request } = question
  return {
    digest: digestOf(ask, question),
    grantId: grant.id,
    grantName: grant.name,
    clientId: ask.client.id,
    principalId: grant.principal.id,
    actorId: grant.actor.id,
    parentSessionId: parties.parent?.id ?? null,
    systemIds: terms.systemIds,
    audience: audienceOf(request.targets, grant, terms.systemIds),
    permissions: terms.permissions,
    authorizationDetails: terms.authorizationDetails,
    ttlSeconds: ttlOf(question, terms, ask.ctx.now),
    isDpopBound: question.jkt !== null,
    purpose: request.purpose ?? grant.purpose,
    ticket: request.ticket ?? grant.ticket,
    context: toRunContext(request.context, parties.tokens),
  }
}

/** RFC 8628 §3.5 in the words of this service: where to follow the request, and how often to ask. */
function pending({ asked, ctx }: TokenAsk, approvalId: string, expiresAt: Date): OAuthError {
  const id = toPublicId('approval', approvalId)
  const uri = `${asked.service.remitUrl}/inbox/${id}`
  const members = {
    session_request: id,
    session_request_uri: uri,
    interval: POLL_INTERVAL_SECONDS,
    expires_in: Math.max(0, Math.floor((expiresAt.getTime() - ctx.now.getTime()) / 1000)),
  }
  const description = `Somebody has to approve this session: ${uri}. Send the same request with session_request=${id}.`
  return new OAuthError('authorization_pending', description, { members })
}

/** Puts the session to people, once for each run that asks for the same. The answer to the client for now. */
export async function askPeople(ask: TokenAsk, question: Question, terms: Terms): Promise<OAuthError> {
  try {
    const { approvalId, expiresAt } = await askSession(ask.ctx, describe(ask, question, terms))
    return pending(ask, approvalId, expiresAt)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'too_many_requests')) throw error
    return new OAuthError('slow_down', error.message, { status: 429, headers: { 'Retry-After': '60' } })
  }
}

const refusal = (code: 'invalid_request' | 'access_denied' | 'expired_token', why: string) => new OAuthError(code, why)

function tooSoon(): OAuthError {
  return new OAuthError('slow_down', `Ask every ${POLL_INTERVAL_SECONDS} s.`, {
    headers: { 'Retry-After': String(POLL_INTERVAL_SECONDS) },
    members: { interval: POLL_INTERVAL_SECONDS },
  })
}

/** What stands between the client and its token (RFC 8628 §3.5); null once people said yes. */
function hindrance(ask: TokenAsk, polled: Polled): OAuthError | null {
  const status = effectiveRequestStatus(polled, ask.ctx.now)
  if (polled.isRedeemed) return refusal('invalid_request', 'This session_request has given its one session.')
  if (status === 'approved') return null
  if (status === 'denied') return refusal('access_denied', `The session was denied: ${polled.comment ?? 'no comment.'}`)
  if (status === 'pending') return polled.isTooSoon ? tooSoon() : pending(ask, polled.id, polled.expiresAt)
  return refusal('expired_token', 'This session_request has lapsed. Ask again without session_request.')
}

/** What people said to the request that the client names; null where it names none.
 *  @throws OAuthError `authorization_pending`, `slow_down`, `access_denied`, `expired_token`; `invalid_request` for another
 *  client's request, for other parameters than were asked about, and for one that has given its session */
export async function findAnswer(ask: TokenAsk, question: Question): Promise<Answer | null> {
  const { sessionRequestId } = question.request
  if (sessionRequestId === null) return null
  const polled = await pollSessionRequest(ask.ctx, { id: sessionRequestId, clientId: ask.client.id })
  if (!polled) throw refusal('invalid_request', 'This client has no such session_request.')
  if (polled.asked.digest !== digestOf(ask, question))
    throw refusal('invalid_request', 'This session_request was made with other parameters.')
  const hindered = hindrance(ask, polled)
  if (hindered) throw hindered
  const { permissions, ttlSeconds, authorizationDetails } = polled.asked
  const details = authorizationDetails.length > 0 ? authorizationDetails : null
  const approved = { permissions, ttlSeconds, authorizationDetails: details }
  return { approvalId: polled.id, sessionId: polled.sessionId, approved }
}
