import type { Context, Role } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

const EVERYONE: readonly Role[] = ['reviewer', 'approver', 'manager', 'admin']

/** What each deed needs: the roles of which one suffices. The authorization test walks this table. */
export const DEEDS = {
  'view-access': EVERYONE,
  'view-audit': ['reviewer', 'manager', 'admin'],
  'view-report': ['reviewer', 'manager', 'admin'],
  'view-connections': ['reviewer', 'admin'],
  'revoke-access': ['reviewer', 'admin'],
  'lock-access': ['reviewer', 'approver', 'admin'],
  'handle-finding': ['reviewer', 'admin'],
  'request-grant': EVERYONE,
  'decide-grant': ['approver'],
  'assign-owner': ['reviewer', 'admin'],
  'manage-identities': ['admin'],
  'manage-systems': ['admin'],
  'manage-members': ['admin'],
  'manage-clients': ['admin'],
  'decide-session-request': ['approver'],
  'suspend-identity': ['reviewer', 'admin'],
  'ingest-records': ['reviewer', 'admin'],
  // Only parts of Remit itself: no role suffices.
  'issue-session': [],
  'run-detectors': [],
  'keep-house': [],
  'check-session': [],
  'complete-session': [],
  'manage-keys': [],
  'authenticate-client': [],
} as const satisfies Record<string, readonly Role[]>

export type Deed = keyof typeof DEEDS

/** What an authenticated client may do, besides which the command looks at what is its own. */
const DEEDS_OF_CLIENTS: readonly Deed[] = ['issue-session', 'check-session', 'complete-session']

/** Whether the caller may do this. Parts of Remit itself may do everything within their one organisation. */
export function isAllowed(ctx: Context, deed: Deed): boolean {
  if (ctx.actor.kind === 'system') return true
  if (ctx.actor.kind === 'client') return DEEDS_OF_CLIENTS.includes(deed)
  const allowed: readonly Role[] = DEEDS[deed]
  return ctx.actor.roles.some((role) => allowed.includes(role))
}

/** First line of every command and query. */
export function authorize(ctx: Context, deed: Deed): void {
  if (isAllowed(ctx, deed)) return
  const who = DEEDS[deed].join(' or ') || 'Remit itself'
  throw new DomainError('forbidden', `Your role does not allow this. It takes ${who}.`, { deed })
}
