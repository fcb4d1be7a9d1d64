import { createHash } from 'node:crypto'
import { checkSessionGuardrails } from '@/lib/commands/check-session-guardrails'
import { commitSession } from '@/lib/commands/commit-session'
import { takeStatusNumber } from '@/lib/commands/take-status-numbers'
import { decideIssuance, policyLifetimeSeconds, type Terms, type Wish } from '@/lib/domain/issuance'
import { newId } from '@/lib/id'
import { type TokenTerms, tokenAnswer, tokenClaims } from '@/lib/oauth/access-token'
import { clientAddress } from '@/lib/oauth/client-address'
import type { Reply } from '@/lib/oauth/endpoint'
import { type FoundGrant, findGrant } from '@/lib/oauth/find-grant'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { RefusedSession } from '@/lib/oauth/refused-session'
import { type Answer, askPeople, findAnswer, type Question } from '@/lib/oauth/session-request'
import { audienceOf } from '@/lib/oauth/targets'
import type { TokenAsk, TokenParties } from '@/lib/oauth/token-parties'
import type { TokenRequest } from '@/lib/oauth/token-request'
import { findSigningAlg } from '@/lib/queries/find-signing-alg'

type Wanted = { parties: TokenParties; request: TokenRequest; jkt: string | null }

/** What is asked for; where people were asked, no more than they were told. */
function toWish(
  { client }: TokenAsk,
  { parties, request, jkt }: Wanted,
  found: FoundGrant,
  answer: Answer | null,
): Wish {
  const { permissions, ttlSeconds, authorizationDetails } = answer?.approved ?? request
  return {
    systemIds: found.systemIds,
    permissions,
    ttlSeconds,
    authorizationDetails,
    clientScopes: client.scopes,
    subject: parties.bounds,
    parent: parties.parent,
    isDpopBound: jkt !== null,
    isApproved: answer !== null,
    liveSessions: found.grant.liveSessions,
    maxLifetimeSeconds: policyLifetimeSeconds(found.grant, found.systemIds),
  }
}

/** The last bounds, which the terms themselves have to keep: a token can say them, and no guardrail forbids them. */
async function checkTerms({ ctx, client }: TokenAsk, { grant, request }: Question, terms: Terms): Promise<Terms> {
  checkSayable(terms)
  if (grant.guardrailsId === null) return terms
  const said = { ticket: request.ticket ?? grant.ticket, purpose: request.purpose ?? grant.purpose }
  const refusal = await checkSessionGuardrails(ctx, { grant, terms, clientName: client.name, ...said })
  if (refusal) throw new RefusedSession([refusal])
  return terms
}

/** What the session gets, or a refusal; or people are asked first (issue of `authorization_pending`). */
async function decide(ask: TokenAsk, question: Question, wish: Wish): Promise<Terms> {
  const { grant } = question
  const { refusals, terms } = decideIssuance(grant, wish, ask.ctx.now)
  if (terms) return checkTerms(ask, question, terms)
  if (refusals.some(({ code }) => code !== 'needs-approval')) throw new RefusedSession(refusals)
  const would = decideIssuance(grant, { ...wish, isApproved: true }, ask.ctx.now)
  if (!would.terms) throw new RefusedSession(would.refusals)
  throw await askPeople(ask, question, await checkTerms(ask, question, would.terms))
}

async function describeToken(ask: TokenAsk, question: Question, terms: Terms, sessionId: string): Promise<TokenTerms> {
  const { grant, request } = question
  const { ctx, client, asked } = ask
  const audience = audienceOf(request.targets, grant, terms.systemIds)
  const said = { grant, client, terms, audience, sessionId, now: ctx.now, service: asked.service }
  return { ...said, parties: question.parties, jkt: question.jkt, statusNumber: await takeStatusNumber() }
}

/** Signs, then commits session and audit event, and only then lets the token go. */
async function issue(ask: TokenAsk, question: Question, terms: Terms, answer: Answer | null): Promise<Reply> {
  const { ctx, asked, client } = ask
  const { parties, request, grant } = question
  const [said, alg] = await Promise.all([
    describeToken(ask, question, terms, answer?.sessionId ?? newId(ctx.now)),
    findSigningAlg(ctx, terms.systemIds),
  ])
  const claims = tokenClaims(said)
  const { jwt, kid } = await asked.service.keys.sign(alg, 'at+jwt', claims)
  const outcome = await commitSession(ctx, {
    id: said.sessionId,
    grant,
    terms,
    parentId: parties.parent?.id ?? null,
    clientId: client.id,
    tokenSha256: createHash('sha256').update(jwt).digest(),
    tokenClaims: claims,
    tokenKid: kid,
    statusNumber: said.statusNumber,
    purpose: request.purpose ?? grant.purpose,
    ticket: request.ticket ?? grant.ticket,
    sourceAddress: clientAddress(asked),
    approvalId: answer?.approvalId ?? null,
    method: parties.issuedTokenType === null ? 'client-credentials' : 'token-exchange',
  })
  if (outcome !== 'issued') throw new RefusedSession([outcome])
  return { status: 200, body: tokenAnswer(jwt, claims, said) }
}

/** A token says what it allows as words of ASCII apart by spaces (RFC 6749 §3.3). A permission whose key has a space would be
 *  read as two others, so that it is never handed out, nor left out unsaid. */
function checkSayable({ permissions }: Terms): void {
  const unsayable = permissions.filter((key) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(key))
  if (unsayable.length === 0) return
  const names = unsayable.slice(0, 10).join(', ')
  throw new OAuthError('invalid_scope', `No scope can name ${names}. Ask for others of the grant by their names.`)
}

function checkProof({ client }: TokenAsk, jkt: string | null): void {
  if (!client.requiresDpop || jkt !== null) return
  throw new OAuthError('invalid_dpop_proof', 'This client has to send a DPoP proof (RFC 9449).')
}

/** From who asks for what to a token: the grant, the people where it takes them, the decision, the session.
 *  @throws OAuthError */
export async function issueToken(ask: TokenAsk, wanted: Wanted): Promise<Reply> {
  checkProof(ask, wanted.jkt)
  const found = await findGrant(ask, wanted.parties, wanted.request)
  const question: Question = { ...wanted, ...found }
  const answer = await findAnswer(ask, question)
  const terms = await decide(ask, question, toWish(ask, wanted, found, answer))
  return issue(ask, question, terms, answer)
}
