import type { AuthenticatedClient } from '@/lib/domain/client'
import type { IssuableGrant, Terms } from '@/lib/domain/issuance'
import { toPublicId } from '@/lib/id'
import type { Service } from '@/lib/oauth/endpoint'
import type { TokenParties } from '@/lib/oauth/token-parties'
import { statusReference } from '@/lib/signals/status-index'

/** Everything that a token says. Ids are UUIDs. */
export type TokenTerms = {
  sessionId: string
  service: Service
  client: AuthenticatedClient
  grant: IssuableGrant
  parties: TokenParties
  terms: Terms
  audience: readonly string[]
  statusNumber: bigint
  jkt: string | null
  now: Date
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

function isActOf(sub: string, act: unknown): act is Record<string, unknown> {
  return typeof act === 'object' && act !== null && 'sub' in act && act.sub === sub
}

/** The actor outermost, whoever acted before it nested within (RFC 8693 §4.1); none where the principal acts itself. An
 *  actor that takes less of its own session is named once. */
export function actOf({ principal, actor }: IssuableGrant, parentAct: unknown): Record<string, unknown> | undefined {
  if (principal.id === actor.id && parentAct === undefined) return undefined
  const sub = toPublicId('identity', actor.id)
  if (isActOf(sub, parentAct)) return parentAct
  return parentAct === undefined ? { sub } : { sub, act: parentAct }
}

/** The claims of a JWT access token (RFC 9068 §2.2), with those of RFC 8693, 9396, 9449 and of the status list. What does
 *  not apply is left out. */
export function tokenClaims(said: TokenTerms): Record<string, unknown> {
  const { sessionId, service, client, grant, parties, terms, audience, statusNumber, jkt, now } = said
  const act = actOf(grant, parties.parentAct)
  return {
    iss: service.issuer,
    sub: toPublicId('identity', grant.principal.id),
    aud: audience.length === 1 ? audience[0] : audience,
    client_id: client.clientId,
    jti: toPublicId('session', sessionId),
    org_id: toPublicId('organisation', grant.orgId),
    grant_id: toPublicId('grant', grant.id),
    iat: seconds(now),
    exp: seconds(terms.expiresAt),
    scope: terms.permissions.join(' '),
    ...(act && { act }),
    ...(terms.authorizationDetails.length > 0 && { authorization_details: terms.authorizationDetails }),
    ...(jkt && { cnf: { jkt } }),
    status: { status_list: statusReference(service.issuer, statusNumber) },
  }
}

/** The answer (RFC 6749 §5.1, RFC 8693 §2.2.1, RFC 9396 §7), with the session's id as `session`. */
export function tokenAnswer(jwt: string, claims: Record<string, unknown>, { parties, terms, jkt, now }: TokenTerms) {
  return {
    access_token: jwt,
    ...(parties.issuedTokenType && { issued_token_type: parties.issuedTokenType }),
    token_type: jkt ? 'DPoP' : 'Bearer',
    expires_in: seconds(terms.expiresAt) - seconds(now),
    scope: claims.scope,
    ...(terms.authorizationDetails.length > 0 && { authorization_details: terms.authorizationDetails }),
    session: claims.jti,
  }
}
