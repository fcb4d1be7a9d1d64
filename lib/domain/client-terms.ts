import { z } from 'zod'
import { AUTH_METHODS, type AuthMethod, SIGNING_ALGS } from '@/lib/domain/client'
import { DomainError } from '@/lib/domain/error'
import { safeUrlInput } from '@/lib/domain/safe-url'

/** At most so many secrets of a client are live at once: the one in use and the one that replaces it. */
export const MAX_LIVE_SECRETS = 2
/** A secret older than this is due for replacement. */
export const SECRET_AGE_DAYS = 180

const distinct = <T>(list: T[]) => [...new Set(list)]

/** RFC 6749 §3.3: one scope token, here a permission's key. */
const scope = z
  .string()
  .max(200)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'A scope has no spaces, quotes or backslashes.')

/** What a client is told to be. `systems` are those it checks as resource server, by public id or exact key. `scopes`
 *  empty: no maximum of its own. `jwks` is looked at by `parsePublicKeys`. `requestsPerMinute` null: the service's own. */
export const clientTerms = z.object({
  name: z.string().trim().min(1, 'Give the client a name.').max(200),
  authMethods: z.array(z.enum(AUTH_METHODS)).min(1, 'Choose at least one way to authenticate.').transform(distinct),
  systems: z.array(z.string().trim().min(1).max(300)).max(50).transform(distinct),
  scopes: z.array(scope).max(500).transform(distinct),
  jwks: z.unknown(),
  jwksUri: safeUrlInput.nullable(),
  signingAlg: z.enum(SIGNING_ALGS),
  requiresDpop: z.boolean(),
  requestsPerMinute: z.int().min(1).max(1_000_000).nullable(),
})

/** Whether a client may prove itself with a secret. */
export function takesSecret(methods: readonly AuthMethod[]): boolean {
  return methods.includes('client_secret_basic') || methods.includes('client_secret_post')
}

type Keys = { authMethods: readonly AuthMethod[]; jwks: unknown; jwksUri: string | null }

/** Keys are there where they are needed, and from one place only (RFC 7591 §2: `jwks` and `jwks_uri` exclude each other).
 *  @throws DomainError `invalid_keys` */
export function requireKeys({ authMethods, jwks, jwksUri }: Keys): void {
  if (jwks && jwksUri) throw new DomainError('invalid_keys', 'Give the keys, or the address of the keys, not both.')
  if (authMethods.includes('private_key_jwt') && !jwks && !jwksUri) {
    throw new DomainError('invalid_keys', 'private_key_jwt needs the public keys of the client, or their address.')
  }
}
