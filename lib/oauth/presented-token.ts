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

/** What a text says that has the form of a token of ours. */
type ReadToken = { orgId: string; sessionId: string; tokenSha256: string; claims: Readonly<Record<string, unknown>> }

const KEPT = 4_096
let recent = new Map<string, ReadToken>()
let older = new Map<string, ReadToken>()

/** Enforcement points ask about the same tokens again and again: what one of ours says is read once, as it cannot change. */
function keep(token: string, read: ReadToken): void {
  if (recent.size >= KEPT) {
    older = recent
    recent = new Map()
  }
  recent.set(token, read)
}

function readToken(token: string, orgId: string): ReadToken | null {
  const claims = readClaims(token)
  const sessionId = claims && readSessionId(claims, orgId)
  return sessionId ? { orgId, sessionId, tokenSha256: hash('sha256', token, 'hex'), claims } : null
}

/** What somebody handed in as a token, as its row stands now; null for garbage, for what is not Remit's and for another
 *  organisation's. What the token says of itself only leads to its row: that the row holds the same SHA-256 proves that
 *  Remit signed this very text, so that its claims can be believed without another look at the signature.
 *  @throws DomainError `unavailable` */
export async function findPresentedToken(ctx: Context, token: string): Promise<PresentedToken | null> {
  const known = recent.get(token)
  const read = known ?? older.get(token) ?? readToken(token, ctx.orgId)
  if (read?.orgId !== ctx.orgId) return null
  const session = await findTokenSession(ctx, read)
  if (!session) return null
  if (!known) keep(token, read)
  const { claims } = read
  session.permissions = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
  return { session, claims }
}

/** A session that somebody names by its public id instead, with what its token says; null as above.
 *  @throws DomainError `unavailable` */
export async function findNamedSession(ctx: Context, publicId: string): Promise<PresentedToken | null> {
  const sessionId = readSessionId({ org_id: publicOrgId(ctx.orgId), jti: publicId }, ctx.orgId)
  const session = sessionId && (await findTokenSession(ctx, { sessionId, tokenSha256: null }))
  return session ? { session, claims: session.claims ?? {} } : null
}
