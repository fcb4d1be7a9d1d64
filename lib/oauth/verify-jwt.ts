import { decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose'
import { isLoopbackUrl } from '@/lib/env'
import { ASSERTION_ALGS } from '@/lib/oauth/assertion'
import type { Service } from '@/lib/oauth/endpoint'
import type { KeySource } from '@/lib/oauth/issuer-keys'

/** How far the clock of whoever signed may be off, either way. */
export const SKEW_SECONDS = 60

export type VerifiedClaims = JWTPayload & { exp: number }

/** Why a JWT does not hold; its message is half a sentence for `error_description`. */
export class JwtFault extends Error {}

/** What a header may carry besides: a key that comes with the token is nobody's, and is refused rather than ignored. */
const FOREIGN_KEYS = ['jwk', 'jku', 'x5u', 'crit', 'b64'] as const

/** The claims of a JWT that one of these keys signed and whose time it is (RFC 7519 §4.1, RFC 8725 §3). `types`: which
 *  `typ` it may have, lower case; none is always allowed. Who issued it, for whom and about whom is the caller's to judge.
 *  @throws JwtFault where it does not hold
 *  @throws OAuthError 503 where the keys cannot be read */
export async function verifyJwt(
  service: Service,
  jwt: string,
  { source, types, now }: { source: KeySource; types: readonly string[]; now: Date },
): Promise<VerifiedClaims> {
  checkHeader(jwt, types)
  const claims = await verifySignature(service, jwt, source, now)
  checkIssuedAt(claims, now)
  return claims
}

/** What the header alone decides. @throws JwtFault */
export function checkHeader(jwt: string, types: readonly string[]): void {
  const header = decoded(() => decodeProtectedHeader(jwt))
  if (!ASSERTION_ALGS.some((alg) => alg === header.alg))
    throw new JwtFault(`its alg is none of ${ASSERTION_ALGS.join(', ')}`)
  const foreign = FOREIGN_KEYS.find((name) => name in header)
  if (foreign) throw new JwtFault(`its header has ${foreign}`)
  const type = typeof header.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : undefined
  if (header.typ !== undefined && !types.includes(type ?? '')) throw new JwtFault('it is a JWT of another type')
}

/** @throws JwtFault for what is no JWT */
export function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch {
    throw new JwtFault('it is no JWT')
  }
}

async function verifySignature(service: Service, jwt: string, source: KeySource, now: Date): Promise<VerifiedClaims> {
  const asking = { now, isLocal: isLoopbackUrl(service.issuer) }
  const options: JWTVerifyOptions = {
    algorithms: [...ASSERTION_ALGS],
    currentDate: now,
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ['exp'],
  }
  const verify = async (isAgain: boolean) => {
    const keys = await service.issuerKeys.keysOf(source, { ...asking, isAgain })
    return (await jwtVerify(jwt, keys, options)).payload as VerifiedClaims
  }
  try {
    return await verify(false).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return verify(true)
      throw error
    })
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw new JwtFault(reasonOf(error))
    throw error
  }
}

function reasonOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) return `its ${error.claim} is missing or wrong`
  if (error instanceof errors.JWKSNoMatchingKey) return 'its key is none of its issuer'
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'it does not say by which key it is signed'
  return 'its signature is not by a key of its issuer'
}

/** @throws JwtFault for one from the future, or without a usable time */
function checkIssuedAt({ iat }: JWTPayload, now: Date): void {
  if (iat !== undefined && !(iat <= now.getTime() / 1000 + SKEW_SECONDS)) throw new JwtFault('its iat is in the future')
}
