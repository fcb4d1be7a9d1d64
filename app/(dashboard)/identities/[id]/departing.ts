import type { IdentityDetail } from '@/lib/queries/get-identity'
import type { Departing } from './depart-dialog'

/** What the dialog that marks an identity as departed must know: what stands and lives in its name. */
export function departing({ actsFor, actedFor, owned, ...identity }: IdentityDetail) {
  const { id, name, needsOwner, status } = identity
  const left: Departing = {
    id,
    name,
    grants: actsFor.grants.length + actedFor.grants.length,
    moreGrants: actsFor.moreGrants || actedFor.moreGrants,
    acting: actsFor.live,
    actedFor: actedFor.live,
    owns: owned.identities.length + owned.grants,
  }
  return { ...left, needsOwner, status }
}
