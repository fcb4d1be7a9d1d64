import type { Context } from '@/lib/domain/context'
import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findPresentedToken, type PresentedToken } from '@/lib/oauth/presented-token'
import { ID_TOKEN, type TypedToken } from '@/lib/oauth/token-types'

export type OwnToken = PresentedToken
export type NamedToken = TypedToken & { name: 'subject_token' | 'actor_token' }

function readPart(part: string | undefined): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  if (typeof value !== 'object' || value === null) throw new Error('no object')
  return value as Record<string, unknown>
}

/** Only leads to whoever is to say whether the token holds. */
function issuerOf({ token, name }: NamedToken): unknown {
  try {
    const [header, payload] = token.split('.')
    readPart(header)
    return readPart(payload).iss
  } catch {
    throw new OAuthError('invalid_request', `The ${name} is not a JWT.`)
  }
}

/** The session that a token of our own stands for; null for another issuer's.
 *  @throws OAuthError `invalid_request` where it says that it is ours and is not, or is not active */
export async function findOwnToken(asked: Asked, ctx: Context, named: NamedToken): Promise<OwnToken | null> {
  if (issuerOf(named) !== asked.service.issuer) return null
  if (named.type === ID_TOKEN) throw new OAuthError('invalid_request', `The ${named.name} is not an ID token.`)
  const found = await findPresentedToken(ctx, named.token)
  if (found?.session.isActive) return found
  throw new OAuthError('invalid_request', `The ${named.name} is not active.`)
}
