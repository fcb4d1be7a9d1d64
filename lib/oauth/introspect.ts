import type { AuthenticatedClient } from '@/lib/domain/client'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { isPermitted, noteCheck, permissionOf, systemFor } from '@/lib/oauth/check-token'
import type { Asked, Endpoint } from '@/lib/oauth/endpoint'
import { introspectionJwt, wantsJwt } from '@/lib/oauth/introspection-jwt'
import { findTokenOfAnyone, type PresentedToken } from '@/lib/oauth/presented-token'

type Body = Record<string, unknown>

/** RFC 7662 §2.2: unknown, over, and not for you are one answer. */
const INACTIVE: Body = { active: false }

/** Whether a token is good this very moment, and what it allows (RFC 7662), for the resource servers it is meant for. */
export const introspect: Endpoint = async (asked) => {
  const token = asked.form.find('token')
  const [client, presented] = await Promise.all([
    authenticateClient(asked),
    token === undefined ? null : findTokenOfAnyone(asked.now, token),
  ])
  asked.form.get('token')
  const body = describe(asked, client, presented)
  if (wantsJwt(asked)) return introspectionJwt(asked, client, body)
  return { status: 200, body }
}

function describe(asked: Asked, client: AuthenticatedClient, presented: PresentedToken | null): Body {
  if (presented?.session.orgId !== client.orgId) return INACTIVE
  const systemId = systemFor(client, presented.session)
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
