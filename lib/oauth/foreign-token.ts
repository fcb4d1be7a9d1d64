import { decodeJwt } from 'jose'
import { systemContext } from '@/lib/domain/context'
import type { IdentifyBy } from '@/lib/domain/issuer-terms'
import type { Service } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { decoded, JwtFault, verifyJwt } from '@/lib/oauth/verify-jwt'
import { findTrustedIssuer } from '@/lib/queries/find-trusted-issuer'

/** An ID token or JWT access token of a trusted issuer that holds. `issuerId` is a UUID. */
export type ForeignToken = {
  issuerId: string
  issuer: string
  identifyBy: IdentifyBy
  claims: Readonly<Record<string, unknown>>
  expiresAt: Date
}

/** ID tokens (OpenID Connect: often without a type) and access tokens (RFC 9068 §2.1). */
const TYPES = ['jwt', 'at+jwt', 'id_token+jwt']

/** What a token of another issuer says, once it is sure that an issuer this organisation trusts has signed it, for
 *  Remit, and that it is in force. `audiences`: besides those agreed with the issuer and Remit's own.
 *  @throws OAuthError `invalid_request` (RFC 8693 §2.2.2), or 503 where the issuer's keys cannot be read */
export async function verifyForeignToken(
  service: Service,
  orgId: string,
  jwt: string,
  now: Date,
  { audiences = [] }: { audiences?: readonly string[] },
): Promise<ForeignToken> {
  try {
    const { iss } = decoded(() => decodeJwt(jwt))
    if (typeof iss !== 'string' || !URL.canParse(iss) || iss.includes('\0') || iss === service.issuer)
      throw new JwtFault('it names no other issuer')
    const trusted = await findTrustedIssuer(systemContext(orgId, 'token service', now), iss)
    if (!trusted) throw new JwtFault('its issuer is not one that is trusted here')
    const source = { name: iss, jwks: trusted.jwks, jwksUri: trusted.jwksUri }
    const claims = await verifyJwt(service, jwt, { source, types: TYPES, now })
    checkAudience(claims.aud, [...trusted.audiences, ...audiences, service.issuer])
    const expiresAt = new Date(claims.exp * 1000)
    return { issuerId: trusted.id, issuer: iss, identifyBy: trusted.identifyBy, claims, expiresAt }
  } catch (error) {
    if (error instanceof JwtFault) throw new OAuthError('invalid_request', `The token does not hold: ${error.message}.`)
    throw error
  }
}

function checkAudience(aud: string | string[] | undefined, accepted: readonly string[]): void {
  if (![aud ?? []].flat().some((each) => accepted.includes(each)))
    throw new JwtFault('it is meant for another audience')
}
