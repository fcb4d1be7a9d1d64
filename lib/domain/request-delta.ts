import { narrows } from '@/lib/domain/grant-terms'
import { type Permission, permissionWeight } from '@/lib/domain/permission'

/** What is asked for on one system; ids are whatever both sides use. Empty tenants or resources = not constrained. */
export type AskedReach = {
  systemId: string
  permissions: readonly Permission[]
  tenants: readonly string[]
  resources: readonly string[]
}

/** What an actor has by one live grant on one system. `isSamePrincipal`: for the one it is asked for. */
export type HeldReach = Omit<AskedReach, 'permissions'> & {
  grantId: string
  keys: readonly string[]
  isSamePrincipal: boolean
}

/** How a permission that is asked for compares with what the actor has:
 *  `has` it already for this principal, `wider`: only in fewer tenants or resources, `for-another`: only when acting for
 *  somebody else, or it is `new`. */
export const DELTAS = ['new', 'wider', 'for-another', 'has'] as const
export type Delta = (typeof DELTAS)[number]
export type DeltaLine = { systemId: string; permission: Permission; delta: Delta; grantId: string | null }

const holds = ({ systemId, keys }: HeldReach, on: string, key: string) => systemId === on && keys.includes(key)
const reaches = (held: HeldReach, asked: AskedReach) =>
  narrows(held.tenants, asked.tenants) && narrows(held.resources, asked.resources)

function lineOf(asked: AskedReach, permission: Permission, held: readonly HeldReach[]): DeltaLine {
  const having = held.filter((each) => holds(each, asked.systemId, permission.key))
  const own = having.filter(({ isSamePrincipal }) => isSamePrincipal)
  const full = own.find((each) => reaches(each, asked))
  const line = (delta: Delta, by: HeldReach | undefined) => {
    return { systemId: asked.systemId, permission, delta, grantId: by?.grantId ?? null }
  }
  if (full) return line('has', full)
  if (own.length > 0) return line('wider', own[0])
  return having.length > 0 ? line('for-another', having[0]) : line('new', undefined)
}

/** What the actor would have that it has not, permission by permission, the news first. */
export function deltaOf(asked: readonly AskedReach[], held: readonly HeldReach[]): DeltaLine[] {
  const lines = asked.flatMap((reach) => reach.permissions.map((permission) => lineOf(reach, permission, held)))
  const weight = ({ permission }: DeltaLine) => permissionWeight(permission, 1)
  return lines.sort((a, b) => DELTAS.indexOf(a.delta) - DELTAS.indexOf(b.delta) || weight(b) - weight(a))
}

/** Rights on one system, as far as they are known. `tierFactor`: what one of its permissions counts. */
export type Rights = { systemId: string; permissions: readonly Permission[]; tier: 1 | 2 | 3 }

/** How much of what the principal may do itself is asked for (0–1 by weight; null where nothing is known of it), and how
 *  many of the permissions asked for are not among its rights. */
export type RightsShare = { share: number | null; outside: number }

const keyed = (rights: readonly Rights[]) =>
  new Map(
    rights.flatMap(({ systemId, permissions, tier }) =>
      permissions.map((each) => [`${systemId} ${each.key}`, permissionWeight(each, tier)] as const),
    ),
  )

export function shareOfRights(asked: readonly Rights[], rights: readonly Rights[]): RightsShare {
  const [wanted, held] = [keyed(asked), keyed(rights)]
  const total = [...held.values()].reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return { share: null, outside: 0 }
  const taken = [...held].reduce((sum, [key, weight]) => sum + (wanted.has(key) ? weight : 0), 0)
  return { share: taken / total, outside: [...wanted.keys()].filter((key) => !held.has(key)).length }
}
