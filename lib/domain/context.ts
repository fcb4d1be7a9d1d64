import type { ApiScope } from '@/lib/domain/api-scope'

/** The four roles of a member. A member may hold several. */
export const ROLES = ['reviewer', 'approver', 'manager', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** A key to the API that a call came with: it may do what its scopes say, and never more than whoever it belongs to. */
export type UsedToken = { id: string; scopes: readonly ApiScope[] }

type MemberActor = {
  kind: 'member'
  memberId: string
  name: string
  roles: readonly Role[]
  /** When they last proved themselves to the identity provider (`auth_time`); absent = not known, or by a token. */
  authenticatedAt?: Date | null
  /** Absent = signed in, in a browser. */
  token?: UsedToken
}

/** Who asks: a member of the organisation, a service with a token of its own, an authenticated client of the token service,
 *  or a part of Remit itself (worker, command line, seed). */
export type CurrentActor =
  | MemberActor
  | { kind: 'service'; identityId: string; name: string; token: UsedToken }
  | { kind: 'client'; clientId: string; name: string }
  | { kind: 'system'; name: string }

/** Everything a command or a query knows of its caller. `now` is an argument, so that rules can be tested and replayed. */
export type Context = { orgId: string; actor: CurrentActor; now: Date }

/** A part of Remit itself that acts for the whole installation, and not within one organisation. */
export type InstallationContext = { actor: Extract<CurrentActor, { kind: 'system' }>; now: Date }

/** The context of a part of Remit itself, within one organisation. */
export function systemContext(orgId: string, name: string, now: Date): Context {
  return { orgId, actor: { kind: 'system', name }, now }
}
