import { hash } from 'node:crypto'
import { authorize } from '@/lib/domain/authorization'
import { type Context, systemContext } from '@/lib/domain/context'
import type { TokenSession } from '@/lib/domain/token-session'
import { fromPublicId } from '@/lib/id'
import { findTokenSession } from '@/lib/queries/find-token-session'

/** A token that Remit issued, with its session. `claims` are what the token says. */
export type PresentedToken = { session: TokenSession; claims: Readonly<Record<string, unknown>> }

const orgIds = new Map<string, string>()

/** Few, and asked for each time. Null for what is no id of an organisation. */
function orgIdOf(publicId: unknown): string | null {
  if (typeof publicId !== 'string') return null
  const known = orgIds.get(publicId)
  if (known !== undefined) return known
  try {
    const orgId = fromPublicId('organisation', publicId)
    if (orgIds.size < MOST_ORGANISATIONS) orgIds.set(publicId, orgId)
    return orgId
  } catch {
    return null
  }
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

function sessionIdOf(publicId: unknown): string | null {
  if (typeof publicId !== 'string') return null
  try {
    return fromPublicId('session', publicId)
  } catch {
    return null
  }
}

/** What a text says that has the form of a token of ours. */
type ReadToken = { orgId: string; sessionId: string; tokenSha256: string; claims: Readonly<Record<string, unknown>> }

const MOST_ORGANISATIONS = 10_000
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

function readToken(token: string): ReadToken | null {
  const claims = readClaims(token)
  const orgId = claims && orgIdOf(claims.org_id)
  const sessionId = orgId && sessionIdOf(claims.jti)
  return sessionId ? { orgId, sessionId, tokenSha256: hash('sha256', token, 'hex'), claims } : null
}

/** What somebody handed in as a token, of whatever organisation, as its row stands now; null for garbage and for what is
 *  not Remit's. Asked before it is known who asks, so that both are looked up at once: whoever answers has to see that
 *  the token is of the organisation of whoever asked. @throws DomainError `unavailable` */
export async function findTokenOfAnyone(now: Date, token: string): Promise<PresentedToken | null> {
  const known = recent.get(token)
  const read = known ?? older.get(token) ?? readToken(token)
  if (!read) return null
  const session = await findTokenSession(systemContext(read.orgId, 'token service', now), read)
  if (!session) return null
  if (!known) keep(token, read)
  const { claims } = read
  session.permissions = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
  return { session, claims }
}

/** The same for one organisation: another's tokens are garbage to it. What the token says of itself only leads to its row:
 *  that the row holds the same SHA-256 proves that Remit signed this very text, so that its claims can be believed without
 *  another look at the signature. @throws DomainError `unavailable` */
export async function findPresentedToken(ctx: Context, token: string): Promise<PresentedToken | null> {
  authorize(ctx, 'check-session')
  const presented = await findTokenOfAnyone(ctx.now, token)
  return presented?.session.orgId === ctx.orgId ? presented : null
}

/** A session that somebody names by its public id instead, with what its token says; null as above, and for a session
 *  without a token, of which nobody could say to what tenants or resources it is limited.
 *  @throws DomainError `unavailable` */
export async function findNamedSession(ctx: Context, publicId: string): Promise<PresentedToken | null> {
  const sessionId = sessionIdOf(publicId)
  const session = sessionId ? await findTokenSession(ctx, { sessionId, tokenSha256: null }) : null
  return session?.claims ? { session, claims: session.claims } : null
}
