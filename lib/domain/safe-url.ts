import { z } from 'zod'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** Whether what an address answers can be believed: https, or this machine. No user, password or fragment in it. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password, hash } = new URL(value)
  if (username || password || hash || value.endsWith('#')) return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

/** An address of keys (RFC 7517 §5 in OAuth metadata: `jwks_uri`). */
export const safeUrlInput = z
  .string()
  .trim()
  .max(500)
  .refine(isSafeUrl, 'The address must begin with https://, unless it is on this machine.')

/** An issuer as tokens name it in `iss` (RFC 8414 §2): kept as written, because it is compared letter by letter. */
export const issuerInput = safeUrlInput.refine(
  (value) => !value.includes('?'),
  'An issuer has no query and no fragment (RFC 8414, section 2).',
)
