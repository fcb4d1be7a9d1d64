import type { ApiScope } from '@/lib/domain/api-scope'
import type { Context, Role, UsedToken } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

const EVERYONE: readonly Role[] = ['reviewer', 'approver', 'manager', 'admin']

/** What each deed needs: the roles of which one suffices. The authorization test walks this table. */
export const DEEDS = {
  'view-access': EVERYONE,
  'save-view': EVERYONE,
  'view-audit': ['reviewer', 'manager', 'admin'],
  'view-report': ['reviewer', 'manager', 'admin'],
  'view-connections': ['reviewer', 'admin'],
  'revoke-access': ['reviewer', 'admin'],
  'lock-access': ['reviewer', 'approver', 'admin'],
  'handle-finding': ['reviewer', 'admin'],
  'request-grant': EVERYONE,
  'withdraw-request': EVERYONE,
  // Who may vote is said by the stage; the command looks.
  'decide-approval': EVERYONE,
  'set-absence': EVERYONE,
  'break-glass': ['approver', 'admin'],
  'close-review': ['reviewer', 'admin'],
  'close-ticket': ['reviewer', 'admin'],
  'view-approval-quality': ['reviewer', 'manager', 'admin'],
  'view-policies': EVERYONE,
  'propose-policy': ['admin'],
  'manage-groups': ['admin'],
  'manage-organisation': ['admin'],
  'manage-endpoints': ['admin'],
  'manage-own-tokens': EVERYONE,
  'manage-service-tokens': ['admin'],
  'view-own-access': EVERYONE,
  'end-own-access': EVERYONE,
  'view-own-messages': EVERYONE,
  'view-messages': ['admin'],
  'assign-owner': ['reviewer', 'admin'],
  'manage-identities': ['admin'],
  'manage-systems': ['admin'],
  'manage-members': ['admin'],
  'manage-clients': ['admin'],
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
  'keep-approvals': [],
  'send-messages': [],
  'authenticate-token': [],
} as const satisfies Record<string, readonly Role[]>

export type Deed = keyof typeof DEEDS

/** What an authenticated client may do, besides which the command looks at what is its own. */
const DEEDS_OF_CLIENTS: readonly Deed[] = ['issue-session', 'check-session', 'complete-session']

/** What a service may do, besides which the command looks at what is its own. */
const DEEDS_OF_SERVICES: readonly Deed[] = [
  'view-access',
  'view-own-access',
  'view-policies',
  'request-grant',
  'withdraw-request',
  'end-own-access',
  'close-ticket',
]

/** The scope without which a token does not do a deed. What is not listed takes a person who has signed in. */
const SCOPES: Partial<Record<Deed, ApiScope>> = {
  'view-access': 'access:read',
  'view-own-access': 'access:read',
  'view-policies': 'access:read',
  'view-report': 'access:read',
  'view-approval-quality': 'access:read',
  'view-audit': 'audit:read',
  'request-grant': 'requests:write',
  'withdraw-request': 'requests:write',
  'decide-approval': 'approvals:decide',
  'close-review': 'approvals:decide',
  'revoke-access': 'access:revoke',
  'lock-access': 'access:revoke',
  'end-own-access': 'access:revoke',
  'handle-finding': 'findings:write',
  'propose-policy': 'policies:write',
  'close-ticket': 'tickets:write',
  'break-glass': 'break-glass',
  'save-view': 'views:write',
}

function isWithinToken({ scopes }: UsedToken, deed: Deed): boolean {
  const scope = SCOPES[deed]
  return scope !== undefined && scopes.includes(scope)
}

/** Whether the caller may do this. Parts of Remit itself may do everything within their one organisation. */
export function isAllowed({ actor }: Context, deed: Deed): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'client') return DEEDS_OF_CLIENTS.includes(deed)
  if (actor.token && !isWithinToken(actor.token, deed)) return false
  if (actor.kind === 'service') return DEEDS_OF_SERVICES.includes(deed)
  const allowed: readonly Role[] = DEEDS[deed]
  return actor.roles.some((role) => allowed.includes(role))
}

/** First line of every command and query. */
export function authorize(ctx: Context, deed: Deed): void {
  if (isAllowed(ctx, deed)) return
  const scope = 'token' in ctx.actor && ctx.actor.token ? SCOPES[deed] : undefined
  if (scope && 'token' in ctx.actor && !ctx.actor.token?.scopes.includes(scope))
    throw new DomainError('insufficient_scope', `This token lacks the scope ${scope}.`, { deed, scope })
  const who = DEEDS[deed].join(' or ') || 'Remit itself'
  throw new DomainError('forbidden', `Your role does not allow this. It takes ${who}.`, { deed })
}
