import type { AuthenticatedClient } from '@/lib/domain/client'
import type { Context } from '@/lib/domain/context'
import type { TokenSession } from '@/lib/domain/token-session'
import type { Asked } from '@/lib/oauth/endpoint'
import { recordUse } from '@/lib/oauth/use-recorder'

const MAX_PERMISSION = 200

/** The context in which a client asks. */
export function contextOf({ orgId, id, name }: AuthenticatedClient, now: Date): Context {
  return { orgId, actor: { kind: 'client', clientId: id, name }, now }
}

/** The first system of the session before which this client stands; undefined where the token is not meant for it. */
export function systemFor(client: AuthenticatedClient, session: TokenSession): string | undefined {
  return session.systemIds.find((systemId) => client.systemIds.includes(systemId))
}

/** What the enforcement point says that the token is used for: the header `X-Remit-Permission`, else what it asks for,
 *  else what the token allows where that is one thing. Null = nobody can tell. */
export function permissionOf(asked: Asked, wanted: string | undefined, session: TokenSession): string | null {
  const header = asked.headers['x-remit-permission']
  const said = (typeof header === 'string' && header.trim()) || (wanted && !/\s/.test(wanted) ? wanted : '')
  if (said) return said.slice(0, MAX_PERMISSION)
  const [only, ...more] = session.permissions
  return only !== undefined && more.length === 0 ? only : null
}

/** Whether the session may do this; what nobody names is not denied. */
export function isPermitted(session: TokenSession, permission: string | null): boolean {
  return permission === null || session.permissions.includes(permission)
}

/** What an enforcement point was told about a session: for which of its systems, for what, and whether that is allowed. */
export type Check = { session: TokenSession; systemId: string; permission: string | null; isAllowed: boolean }

/** Notes the check, beside the answer. */
export function noteCheck(client: AuthenticatedClient, check: Check, now: Date): void {
  const { session, systemId, permission, isAllowed } = check
  const outcome = !session.isActive ? 'inactive' : isAllowed ? 'allowed' : 'denied'
  recordUse({
    orgId: session.orgId,
    sessionId: session.id,
    systemId,
    clientId: client.id,
    permission,
    outcome,
    at: now,
  })
}
