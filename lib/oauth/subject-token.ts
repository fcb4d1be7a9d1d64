import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { Context } from '@/lib/domain/context'
import type { ParentSession, Wish } from '@/lib/domain/issuance'
import type { Asked } from '@/lib/oauth/endpoint'
import { isAccessToken, readForeignIdentity } from '@/lib/oauth/foreign-identity'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findOwnToken, type OwnToken } from '@/lib/oauth/own-token'
import type { TypedToken } from '@/lib/oauth/token-types'

/** On whose behalf (RFC 8693 §2.1 `subject_token`). `parent`: the session that the token is, where Remit issued it;
 *  `bounds`: what another issuer's token limits. `issuerId`: of the trusted issuer. */
export type Subject = {
  principalId: string
  parent: ParentSession | null
  bounds: Wish['subject']
  claims: Readonly<Record<string, unknown>>
  issuerId: string | null
}

/** As Remit wrote them, so that there is nothing to check. */
function detailsOf({ authorization_details }: OwnToken['claims']): AuthorizationDetail[] {
  return (authorization_details ?? []) as AuthorizationDetail[]
}

function toSubject({ session, claims }: OwnToken): Subject {
  const { id, principal, depth, expiresAt, systemIds, permissions, actorIds, maxChainDepth } = session
  const same = { id, depth, expiresAt, systemIds, permissions, actorIds, maxChainDepth, principalId: principal.id }
  const parent: ParentSession = { ...same, status: 'active', authorizationDetails: detailsOf(claims) }
  return { principalId: principal.id, parent, bounds: null, claims, issuerId: null }
}

/** `scope` (RFC 9068 §2.2.3) as text or list, or `scp` as some issuers call it; null where a token says nothing of it; what
 *  cannot be read allows nothing. */
function scopesOf({ scope, scp }: Readonly<Record<string, unknown>>): string[] | null {
  const told = scope ?? scp ?? null
  if (told === null) return null
  if (typeof told === 'string') return told.split(' ').filter(Boolean)
  return Array.isArray(told) ? told.filter((each): each is string => typeof each === 'string') : []
}

/** Validates the subject token as its issuer and type say. An ID token says nothing of scope; an access token without one
 *  allows nothing, for nobody knows what it was meant for.
 *  @throws OAuthError `invalid_request` for a token that is invalid for any reason (RFC 8693 §2.2.2) */
export async function readSubjectToken(asked: Asked, ctx: Context, { token, type }: TypedToken): Promise<Subject> {
  const own = await findOwnToken(asked, ctx, { token, type, name: 'subject_token' })
  if (own) return toSubject(own)
  const foreign = await readForeignIdentity(asked, ctx, { token, type, name: 'subject_token' })
  if (foreign.identityId === null)
    throw new OAuthError('invalid_request', `Nobody here is the subject of the subject_token of ${foreign.issuer}.`)
  const { expiresAt, claims, issuerId } = foreign
  if (expiresAt <= asked.now) throw new OAuthError('invalid_request', 'The subject_token has expired.')
  const bounds = { expiresAt, scopes: scopesOf(claims) ?? (isAccessToken(token) ? [] : null) }
  return { principalId: foreign.identityId, parent: null, bounds, claims, issuerId }
}
