import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'

/** A public key (RFC 7517), and nothing of it that is not needed to verify. */
export type PublicKey = {
  kty: 'EC' | 'RSA' | 'OKP'
  crv?: string
  x?: string
  y?: string
  n?: string
  e?: string
  kid?: string
  alg?: string
  use?: string
}
export type PublicKeys = { keys: PublicKey[] }

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
/** 2,048 bits in base64url: what RS256 takes at least (RFC 7518 §3.3). */
const MIN_MODULUS_LENGTH = 342
const ALGS: Record<string, string> = { 'P-256': 'ES256', RSA: 'RS256' }

const text = z.string().max(2000).optional()
const keyShape = z.object({
  kty: z.enum(['EC', 'RSA', 'OKP']),
  ...{ crv: text, x: text, y: text, n: text, e: text, kid: text, alg: text, use: text },
})
const setShape = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }))
    .min(1)
    .max(20),
})

const refuse = (message: string) => new DomainError('invalid_keys', message)

function publicKey(given: Record<string, unknown>, index: number): PublicKey {
  const name = `Key ${typeof given.kid === 'string' ? given.kid.slice(0, 60) : index + 1}`
  if (given.kty === 'oct') throw refuse(`${name} is symmetric. Only public keys are taken.`)
  const secret = PRIVATE_MEMBERS.find((member) => member in given)
  if (secret)
    throw refuse(`${name} holds a private key (member "${secret}"). Give the public keys only, and replace it.`)
  const parsed = keyShape.safeParse(given)
  if (!parsed.success) throw refuse(`${name} is no public key: its kty must be EC, RSA or OKP.`)
  return parsed.data
}

/** Whether assertions can be verified with it: ES256 (P-256) or RS256 (2,048 bits or more), and not for encryption only. */
function isUsable({ kty, crv, x, y, n, e, alg, use }: PublicKey): boolean {
  if (use !== undefined && use !== 'sig') return false
  const fits = ALGS[kty === 'EC' ? (crv ?? '') : kty]
  if (!fits || (alg !== undefined && alg !== fits)) return false
  return kty === 'EC' ? Boolean(x && y) : Boolean(e && n && n.length >= MIN_MODULUS_LENGTH)
}

/** Reads a JWK Set (RFC 7517 §5): public keys only, and at least one that ES256 or RS256 can use. What is not needed to
 *  verify is left out. @throws DomainError `invalid_keys` that says which key and why, never with the key */
export function parsePublicKeys(value: unknown): PublicKeys {
  const parsed = setShape.safeParse(value)
  if (!parsed.success) throw refuse('This is no JWK Set: an object with "keys", 1 to 20 of them.')
  const keys = parsed.data.keys.map(publicKey)
  const ids = keys.flatMap(({ kid }) => kid ?? [])
  if (new Set(ids).size < ids.length) throw refuse('Two keys have the same kid.')
  if (!keys.some(isUsable)) {
    throw refuse('None of the keys can be used: give an EC key on P-256 (ES256) or an RSA key of 2,048 bits (RS256).')
  }
  return { keys }
}
