import { createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { fetchJson } from '@/lib/outbound/guarded-fetch'

/** Where somebody's public keys are: given, at an address, or else to be found by the name of an issuer. */
export type KeySource = { name: string; jwks: unknown; jwksUri: string | null }
export type KeySet = ReturnType<typeof createLocalJWKSet>

/** So long keys are believed without another look. */
const FRESH_MS = 300_000
/** A key that is not among them is looked for again, but not more often than this; nor is one that did not answer. */
const AGAIN_MS = 30_000
const MOST_SOURCES = 1_000

type Held = { readAt: number; keys: Promise<KeySet>; hasFailed: boolean }
type Asking = { now: Date; isLocal: boolean; isAgain?: boolean }

const keySetShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const discoveryShape = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** Public keys of trusted issuers and of clients, in memory for at most five minutes. */
export class IssuerKeys {
  private readonly held = new Map<string, Held>()

  /** `isAgain`: the key looked for is not among those known. @throws OAuthError 503 where they cannot be read */
  async keysOf(source: KeySource, asking: Asking): Promise<KeySet> {
    const { jwks, jwksUri, name } = source
    const id = jwks ? `given ${JSON.stringify(jwks)}` : `${jwksUri ?? 'discovered'} ${name}`
    const known = this.held.get(id)
    if (known && this.isGood(known, asking, jwks !== null && jwks !== undefined)) return known.keys
    const held: Held = { readAt: asking.now.getTime(), keys: readKeys(source, asking.isLocal), hasFailed: false }
    held.keys.catch(() => {
      held.hasFailed = true
    })
    this.held.delete(id)
    this.held.set(id, held)
    const [oldest = ''] = this.held.keys()
    if (this.held.size > MOST_SOURCES) this.held.delete(oldest)
    return held.keys
  }

  private isGood({ readAt, hasFailed }: Held, { now, isAgain }: Asking, isGiven: boolean): boolean {
    if (isGiven) return true
    const age = now.getTime() - readAt
    return age >= 0 && age < (hasFailed || isAgain ? AGAIN_MS : FRESH_MS)
  }
}

async function readKeys({ name, jwks, jwksUri }: KeySource, isLocal: boolean): Promise<KeySet> {
  try {
    const found = jwks ?? (await fetchJson(jwksUri ?? (await discover(name, isLocal)), { isLocal }))
    return createLocalJWKSet(keySetShape.parse(found) as JSONWebKeySet)
  } catch (error) {
    const isShape = error instanceof z.ZodError || error instanceof errors.JOSEError
    const why = isShape ? 'what was found is no JWK Set' : (error as Error).message
    const headers = { 'retry-after': String(AGAIN_MS / 1000) }
    throw new OAuthError('temporarily_unavailable', `The keys of ${name} cannot be read: ${why}.`, {
      status: 503,
      headers,
    })
  }
}

/** OpenID Connect Discovery §4, else RFC 8414 §3; what is found must be about this very issuer. */
async function discover(issuer: string, isLocal: boolean): Promise<string> {
  const base = new URL(issuer)
  const path = base.pathname.replace(/\/$/, '')
  const openid = `${base.origin}${path}/.well-known/openid-configuration`
  const oauth = `${base.origin}/.well-known/oauth-authorization-server${path}`
  const read = async (address: string) => discoveryShape.parse(await fetchJson(address, { isLocal }))
  const found = await read(openid).catch(() => read(oauth))
  if (found.issuer !== issuer) throw new Error('its metadata names another issuer')
  return found.jwks_uri
}
