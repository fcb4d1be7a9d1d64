import type { AuthenticatedClient } from '@/lib/domain/client'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { contextOf, isPermitted, noteCheck, permissionOf, systemFor } from '@/lib/oauth/check-token'
import type { Asked, Endpoint } from '@/lib/oauth/endpoint'
import { introspectionJwt, wantsJwt } from '@/lib/oauth/introspection-jwt'
import { findPresentedToken, type PresentedToken } from '@/lib/oauth/presented-token'

type Body = Record<string, unknown>

/** RFC 7662 §2.2: unknown, over, and not for you are one answer. */
const INACTIVE: Body = { active: false }

/** Whether a token is good this very moment, and what it allows (RFC 7662), for the resource servers it is meant for. */
export const introspect: Endpoint = async (asked) => {
  const client = await authenticateClient(asked)
  const token = asked.form.get('token')
  const body = await describe(asked, client, token)
  if (wantsJwt(asked)) return introspectionJwt(asked, client, body)
  return { status: 200, body }
}

async function describe(asked: Asked, client: AuthenticatedClient, token: string): Promise<Body> {
  if (client.systemIds.length === 0) return INACTIVE
  const presented = await findPresentedToken(contextOf(client, asked.now), token)
  const systemId = presented && systemFor(client, presented.session)
  if (!systemId) return INACTIVE
  const { session } = presented
  const permission = permissionOf(asked, asked.form.find('scope'), session)
  const isAllowed = isPermitted(session, permission)
  noteCheck(client, { session, systemId, permission, isAllowed }, asked.now)
  return session.isActive ? describeActive(presented) : INACTIVE
}

/** What the token says, but for the status list, which this answer takes the place of; with the principal's name. */
function describeActive({ session, claims }: PresentedToken): Body {
  const token_type = claims.cnf ? 'DPoP' : 'Bearer'
  return { active: true, ...claims, status: undefined, token_type, username: session.principal.name }
}
