import { hash } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import { spendProof } from '@/lib/commands/spend-proof'
import { unproven } from '@/lib/oauth/client-authentication/credentials'
import type { Proof } from '@/lib/oauth/client-authentication/proof'
import type { Asked } from '@/lib/oauth/endpoint'
import { checkHeader, decoded, JwtFault, SKEW_SECONDS, verifyJwt } from '@/lib/oauth/verify-jwt'
import type { ClientForAuthentication } from '@/lib/queries/find-client-for-authentication'

/** The type that rfc7523bis gives such an assertion, and the one it had before. */
const TYPES = ['client-authentication+jwt', 'jwt']
const LONGEST_LIFE_SECONDS = 300
const LONGEST_JTI = 512

/** private_key_jwt (RFC 7523 §3, rfc7523bis §4): an assertion about the client by itself, for this issuer alone, living
 *  five minutes at most and used once. What any sender could find out by itself is said; whether there is such a client,
 *  and with which keys, is not.
 *  @throws OAuthError `invalid_client` */
export async function proveByPrivateKey(
  asked: Asked,
  assertion: string,
  find: () => Promise<ClientForAuthentication | null>,
): Promise<{ client: ClientForAuthentication; proof: Proof }> {
  const claims = telling(asked, () => checkForm(asked, assertion))
  const client = await find()
  if (!client || !hasKeys(client)) throw unproven(asked)
  await verifyByClient(asked, assertion, client)
  await spend(asked, assertion, claims)
  return { client, proof: { method: 'private_key_jwt', claims: null } }
}

const hasKeys = ({ jwks, jwksUri }: ClientForAuthentication) => Boolean(jwks ?? jwksUri)

/** Says what is wrong with an assertion. */
function telling<T>(asked: Asked, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof JwtFault) throw unproven(asked, `The client_assertion does not hold: ${error.message}.`)
    throw error
  }
}

function checkForm({ service, now }: Asked, assertion: string): JWTPayload {
  checkHeader(assertion, TYPES)
  const claims = decoded(() => decodeJwt(assertion))
  checkAudience(claims.aud, service.issuer)
  checkLife(claims, now.getTime() / 1000)
  const { jti } = claims
  if (jti !== undefined && (typeof jti !== 'string' || jti.length > LONGEST_JTI))
    throw new JwtFault('its jti is no short text')
  return claims
}

/** rfc7523bis §4: the issuer as the only value. An assertion for an endpoint's address may have been made for another
 *  server that hands it on. */
function checkAudience(aud: unknown, issuer: string): void {
  const sole = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud
  if (sole !== issuer) throw new JwtFault(`its aud must be ${issuer} and nothing else`)
}

function checkLife({ exp, iat }: JWTPayload, nowSeconds: number): void {
  if (typeof exp !== 'number' || exp <= nowSeconds - SKEW_SECONDS) throw new JwtFault('it has expired, or has no exp')
  if (exp > nowSeconds + LONGEST_LIFE_SECONDS + SKEW_SECONDS)
    throw new JwtFault('its exp is more than five minutes ahead')
  if (iat !== undefined && !(iat <= nowSeconds + SKEW_SECONDS)) throw new JwtFault('its iat is in the future')
}

async function verifyByClient(asked: Asked, assertion: string, client: ClientForAuthentication): Promise<void> {
  const source = { name: `client ${client.id}`, jwks: client.jwks, jwksUri: client.jwksUri }
  try {
    await verifyJwt(asked.service, assertion, { source, types: TYPES, now: asked.now })
  } catch (error) {
    throw error instanceof JwtFault ? unproven(asked) : error
  }
}

/** Without a `jti` the assertion stands for itself, but for its signature: of those there can be several (ECDSA). */
async function spend(asked: Asked, assertion: string, { iss, jti, exp = 0 }: JWTPayload): Promise<void> {
  const what = jti === undefined ? assertion.slice(0, assertion.lastIndexOf('.')) : `${iss}\n${jti}`
  const key = Buffer.from(hash('sha256', `client_assertion\n${what}`), 'hex')
  const isFirst = await spendProof(asked.now, key, new Date((exp + SKEW_SECONDS) * 1000))
  if (!isFirst) throw unproven(asked, 'The client_assertion was used before.')
}
