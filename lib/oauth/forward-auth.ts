import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { contextOf } from '@/lib/oauth/check-token'
import { decideAccess } from '@/lib/oauth/decide-access'
import type { Asked, Endpoint, Reply } from '@/lib/oauth/endpoint'
import { findPresentedToken, type PresentedToken } from '@/lib/oauth/presented-token'

/** RFC 6750 §3.1: who brought nothing is told how, and not what was wrong. */
const NO_TOKEN: Reply = { status: 401, headers: { 'www-authenticate': 'Bearer realm="Remit"' } }

function challenge(status: number, error: string, description: string): Reply {
  const value = `Bearer realm="Remit", error="${error}", error_description="${description}"`
  return { status, headers: { 'www-authenticate': value } }
}

/** What a gateway forwards as the token: with or without the scheme that stood before it. */
function readToken({ form }: Asked): string | undefined {
  return form.find('token')?.replace(/^(bearer|dpop) +/i, '')
}

/** The actor where there is one, else the principal itself. */
function actorOf({ claims }: PresentedToken): string {
  const { act } = claims
  const actor = typeof act === 'object' && act !== null && 'sub' in act ? act.sub : claims.sub
  return String(actor)
}

function admit(presented: PresentedToken): Reply {
  const { jti, sub, scope } = presented.claims
  const headers = { 'x-remit-session': String(jti), 'x-remit-principal': String(sub) }
  return {
    status: 204,
    headers: { ...headers, 'x-remit-actor': actorOf(presented), 'x-remit-scope': String(scope ?? '') },
  }
}

/** For gateways that can ask before they let through and go by the status alone (nginx `auth_request`, Traefik
 *  `forwardAuth`): 204, or 401 or 403 as RFC 6750 §3.1 says, to be handed on. The gateway proves itself as a client; it
 *  sends `token`, and `permission`, `tenant`, `resource` and `system` where it knows what it is for; `token_type=DPoP` where it
 *  has checked the proof of a token that is bound to a key. */
export const forwardAuth: Endpoint = async (asked) => {
  const client = await authenticateClient(asked)
  const token = readToken(asked)
  if (!token) return NO_TOKEN
  const presented = await findPresentedToken(contextOf(client, asked.now), token)
  const question = {
    permission: asked.form.find('permission') ?? null,
    system: asked.form.find('system') ?? null,
    hasProof: asked.form.find('token_type')?.toLowerCase() === 'dpop',
    limits: (['tenant', 'resource'] as const).flatMap((type) => asked.form.all(type).map((id) => ({ type, id }))),
  }
  const decided = await decideAccess(client, presented, question, asked.now)
  if (decided.isAllowed && presented) return admit(presented)
  const reason = decided.isAllowed ? 'token-unknown' : decided.reason
  if (reason === 'proof-not-checked') {
    return challenge(401, 'invalid_token', 'The token is bound to a key, of which no proof was checked.')
  }
  const isToken = reason === 'token-unknown' || reason.startsWith('session-')
  if (isToken) return challenge(401, 'invalid_token', 'The token is not active, or not meant for this system.')
  return challenge(403, 'insufficient_scope', `The token does not allow this (${reason}).`)
}
