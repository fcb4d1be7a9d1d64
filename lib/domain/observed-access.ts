import type { IdentityRef, SystemRef } from '@/lib/domain/observation'
import type { Permission } from '@/lib/domain/permission'

/** A fact as it is kept. Times are milliseconds. */
export type KeptFact = { subject: string; facet: string; asOf: number; value: unknown }

/** What permissions someone held; null = unknown. `notes` say what the list cannot (conditions, limits to resources). */
export type HeldPermissions = { permissions: readonly Permission[]; notes: readonly unknown[] } | null

/** A delegated session as far as its permissions depend on it. `until` is its expiry, or its last use where unknown. */
export type SessionInForce = {
  principal: string
  actor: string
  method: string | null
  issuedAt: number
  until: number
  sessionPolicy: Record<string, unknown> | null
}

/** A standing permission as facts show it. `key` is the same for the same trust of the same role's life. `endedAt` null:
 *  it stands. `isTrustKnown` false: nobody saw whom the principal trusts, only that this actor came through. */
export type ObservedGrant = {
  key: string
  name: string
  principal: IdentityRef
  actor: IdentityRef
  system: SystemRef
  startsAt: number
  endedAt: number | null
  maxSessionTtlSeconds: number | null
  isTrustKnown: boolean
  trust: unknown
  held: HeldPermissions
}

/** Someone seen to have come through to a principal, and when they first did. */
export type Caller = IdentityRef & { first: number; last: number }

/** How one kind of source turns kept facts into standing permissions and into what a session may do. */
export type AccessReading = {
  /** From the facts of a principal and of the policies it has had. */
  grantsOf: (
    principal: string,
    facts: readonly KeptFact[],
    callers: readonly Caller[],
    now: number,
  ) => Promise<ObservedGrant[]>
  /** The key of the grant that a session was issued under; null when none is seen to allow it. */
  grantKeyOf: (session: SessionInForce, facts: readonly KeptFact[]) => string | null
  heldIn: (session: SessionInForce, facts: readonly KeptFact[]) => Promise<HeldPermissions>
  /** When the principal ceased to be; null while it is or where nobody saw. */
  endOf: (facts: readonly KeptFact[]) => number | null
  describe: (permissions: readonly string[]) => Permission[]
}
