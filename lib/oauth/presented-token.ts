import { hash } from 'node:crypto'
import type { Context } from '@/lib/domain/context'
import type { TokenSession } from '@/lib/domain/token-session'
import { fromPublicId, toPublicId } from '@/lib/id'
import { findTokenSession } from '@/lib/queries/find-token-session'

/** A token that Remit issued, with its session. `claims` are what the token says. */
export type PresentedToken = { session: TokenSession; claims: Readonly<Record<string, unknown>> }

const publicOrgIds = new Map<string, string>()

function publicOrgId(orgId: string): string {
  const known = publicOrgIds.get(orgId) ?? toPublicId('organisation', orgId)
  publicOrgIds.set(orgId, known)
  return known
}

function readClaims(token: string): Record<string, unknown> | null {
  const [, payload, signature, ...rest] = token.split('.')
  if (!payload || !signature || rest.length > 0) return null
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function readSessionId(claims: Record<string, unknown>, orgId: string): string | null {
  if (claims.org_id !== publicOrgId(orgId) || typeof claims.jti !== 'string') return null
  try {
    return fromPublicId('session', claims.jti)
  } catch {
    return null
  }
}

/** What somebody handed in as a token, as its row stands now; null for garbage, for what is not Remit's and for another
 *  organisation's. What the token says of itself only leads to its row: that the row holds the same SHA-256 proves that
 *  Remit signed this very text, so that its claims can be believed without another look at the signature.
 *  @throws DomainError `unavailable` */
export async function findPresentedToken(ctx: Context, token: string): Promise<PresentedToken | null> {
  const claims = readClaims(token)
  const sessionId = claims && readSessionId(claims, ctx.orgId)
  if (!sessionId) return null
  const session = await findTokenSession(ctx, { sessionId, tokenSha256: hash('sha256', token, 'hex') })
  if (!session) return null
  const permissions = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
  return { session: { ...session, permissions }, claims }
}

/** A session that somebody names by its public id instead, with what its token says; null as above.
 *  @throws DomainError `unavailable` */
export async function findNamedSession(ctx: Context, publicId: string): Promise<PresentedToken | null> {
  const sessionId = readSessionId({ org_id: publicOrgId(ctx.orgId), jti: publicId }, ctx.orgId)
  const session = sessionId && (await findTokenSession(ctx, { sessionId, tokenSha256: null }))
  return session ? { session, claims: session.claims ?? {} } : null
}
