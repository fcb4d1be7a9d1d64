import { decodeProtectedHeader } from 'jose'
import type { Context } from '@/lib/domain/context'
import type { Asked } from '@/lib/oauth/endpoint'
import { type ForeignToken, verifyForeignToken } from '@/lib/oauth/foreign-token'
import { OAuthError } from '@/lib/oauth/oauth-error'
import type { NamedToken } from '@/lib/oauth/own-token'
import { ID_TOKEN } from '@/lib/oauth/token-types'
import { findIdentityOfSubject } from '@/lib/queries/find-identity-of-subject'

/** Another issuer's token that holds, and whose it is here (UUID); null where nobody is. */
export type ForeignIdentity = ForeignToken & { identityId: string | null }

/** Whether a JWT says in its header that it is an access token (RFC 9068 §2.1). */
export function isAccessToken(token: string): boolean {
  const { typ } = decodeProtectedHeader(token)
  return typeof typ === 'string' && /^(application\/)?at\+jwt$/i.test(typ)
}

/** An access token is no ID token. */
function checkType({ token, type, name }: NamedToken): void {
  if (type === ID_TOKEN && isAccessToken(token))
    throw new OAuthError('invalid_request', `The ${name} is an access token and not an ID token.`)
}

function verifiedEmail({ identifyBy, claims }: ForeignToken): string | null {
  const isTold = identifyBy === 'email' && claims.email_verified === true && typeof claims.email === 'string'
  return isTold ? String(claims.email) : null
}

/** @throws OAuthError `invalid_request` for a token of an issuer that is not trusted, or that does not hold */
export async function readForeignIdentity(asked: Asked, ctx: Context, named: NamedToken): Promise<ForeignIdentity> {
  checkType(named)
  const foreign = await verifyForeignToken(asked.service, ctx.orgId, named.token, asked.now, {})
  const { sub } = foreign.claims
  if (typeof sub !== 'string' || sub === '') throw new OAuthError('invalid_request', `The ${named.name} has no sub.`)
  const key = { issuerId: foreign.issuerId, subject: sub, email: verifiedEmail(foreign) }
  return { ...foreign, identityId: await findIdentityOfSubject(ctx, key) }
}
