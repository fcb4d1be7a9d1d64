import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, type JWTPayload, jwtVerify } from 'jose'
import { spendProof } from '@/lib/commands/spend-proof'
import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'

/** What a proof may be signed with: asymmetric only (RFC 9449 §4.3, `dpop_signing_alg_values_supported`). */
export const DPOP_ALGS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'RS256', 'PS256'] as const

/** How far the clock of whoever made the proof may be off, either way. */
const SKEW_SECONDS = 60
const LONGEST_JTI = 512

const refuse = (why: string) => new OAuthError('invalid_dpop_proof', why)

/** Node joins repeated headers by a comma, which no JWT holds (RFC 9449 §4.3, check 1). */
function readHeader(asked: Asked): string | null {
  const header = asked.headers.dpop
  if (header === undefined) return null
  if (Array.isArray(header) || header.includes(',')) throw refuse('There is more than one DPoP header.')
  return header
}

/** Well-formed, of this type, signed by the public key that it carries (§4.3, checks 2 to 7). */
async function verify(proof: string, now: Date): Promise<{ claims: JWTPayload; jwk: JWK }> {
  try {
    const options = { typ: 'dpop+jwt', algorithms: [...DPOP_ALGS], currentDate: now, clockTolerance: SKEW_SECONDS }
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, options)
    if (!protectedHeader.jwk) throw new Error('no key')
    return { claims: payload, jwk: protectedHeader.jwk }
  } catch {
    throw refuse('The DPoP proof is not a JWT of type dpop+jwt that is signed by the public key in its header.')
  }
}

/** §4.3, checks 8 and 9. `htu` is compared without query and fragment, after normalisation of the URI. */
function checkTarget({ htm, htu }: JWTPayload, { method, path, service }: Asked): void {
  if (htm !== method) throw refuse(`The htm of the DPoP proof is not ${method}.`)
  const expected = new URL(path, service.issuer).href
  const told = typeof htu === 'string' && URL.canParse(htu) ? new URL(htu) : null
  if (!told || `${told.origin}${told.pathname}` !== expected)
    throw refuse(`The htu of the DPoP proof is not ${expected}.`)
}

/** §4.3, check 11. */
function checkAge({ iat }: JWTPayload, now: Date): number {
  const age = now.getTime() / 1000 - (typeof iat === 'number' ? iat : Number.NaN)
  if (typeof iat === 'number' && Math.abs(age) <= SKEW_SECONDS) return iat
  throw refuse(`The iat of the DPoP proof is not within ${SKEW_SECONDS} s of now.`)
}

/** Each proof counts once, on every instance (§11.1). */
async function spend(jkt: string, jti: unknown, iat: number, now: Date): Promise<void> {
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) throw refuse('The DPoP proof has no jti.')
  const key = createHash('sha256').update(`dpop\n${jkt}\n${jti}`).digest()
  const isFirst = await spendProof(now, key, new Date((iat + 2 * SKEW_SECONDS) * 1000))
  if (!isFirst) throw refuse('The DPoP proof was used before.')
}

/** The thumbprint (RFC 7638) of the key that the request proves to hold; null where it brings no proof (RFC 9449 §5).
 *  @throws OAuthError `invalid_dpop_proof` */
export async function checkDpopProof(asked: Asked): Promise<string | null> {
  const proof = readHeader(asked)
  if (proof === null) return null
  const { claims, jwk } = await verify(proof, asked.now)
  checkTarget(claims, asked)
  const iat = checkAge(claims, asked.now)
  const jkt = await calculateJwkThumbprint(jwk)
  await spend(jkt, claims.jti, iat, asked.now)
  return jkt
}
