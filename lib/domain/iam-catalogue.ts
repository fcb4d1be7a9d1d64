import type { Permission } from '@/lib/domain/permission'

/** Every action a provider knows, in an order in which one service's actions stand together, so that a set of actions
 *  is a mask over positions: union, deny and intersection are then byte operations, and a mask reads out sorted. */
export type ActionCatalogue = {
  /** Sorted by key. */
  permissions: readonly Permission[]
  /** `permissions[i].key` in lower case: IAM compares without regard to case. */
  names: readonly string[]
  /** Lower-case service prefix → first position and the one after the last. */
  services: ReadonlyMap<string, { start: number; end: number }>
  /** Lower-case key → position. */
  positions: ReadonlyMap<string, number>
}

/** One byte a position, 1 when the action there is in the set. */
export type ActionMask = Uint8Array

export function buildCatalogue(permissions: Iterable<Permission>): ActionCatalogue {
  const byName = new Map([...permissions].map((permission) => [permission.key.toLowerCase(), permission]))
  const sorted = [...byName.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  const names = sorted.map((permission) => permission.key.toLowerCase())
  const services = new Map<string, { start: number; end: number }>()
  names.forEach((name, position) => {
    const service = name.slice(0, name.indexOf(':'))
    services.set(service, { start: services.get(service)?.start ?? position, end: position + 1 })
  })
  return { permissions: sorted, names, services, positions: new Map(names.map((name, position) => [name, position])) }
}

/** The action as the provider spells it, with its level; null when the catalogue does not know it. */
export function findPermission(catalogue: ActionCatalogue, key: string): Permission | null {
  const position = catalogue.positions.get(key.toLowerCase())
  return position === undefined ? null : (catalogue.permissions[position] ?? null)
}

/** What the catalogue knows of these keys, in their order; what it does not know is left out. */
export function knownPermissions(catalogue: ActionCatalogue, keys: Iterable<string>): Permission[] {
  return [...keys].flatMap((key) => findPermission(catalogue, key) ?? [])
}

/** Whether an IAM pattern (`*` any run, `?` any one character) matches; both in lower case.
 *  Greedy with one point to go back to, so that no pattern takes longer than pattern × text. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0
  let star = -1
  let resume = 0
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Adds to `mask` every action that the pattern names; false when it names none that the catalogue knows. */
export function markActions(catalogue: ActionCatalogue, pattern: string, mask: ActionMask): boolean {
  const wanted = pattern.toLowerCase()
  if (/^\*+(:\*+)?$/.test(wanted)) return mask.fill(1).length > 0
  if (!/[*?]/.test(wanted)) return markPosition(catalogue.positions.get(wanted), mask)
  let found = false
  for (const { start, end } of servicesOf(catalogue, wanted)) {
    for (let position = start; position < end; position++) {
      if (matchesWildcard(wanted, catalogue.names[position] ?? '')) found = markPosition(position, mask)
    }
  }
  return found
}

function markPosition(position: number | undefined, mask: ActionMask): boolean {
  if (position === undefined) return false
  mask[position] = 1
  return true
}

/** The services a pattern can match: one, unless its own prefix has a wildcard. */
function servicesOf(catalogue: ActionCatalogue, pattern: string): { start: number; end: number }[] {
  const service = pattern.split(':', 1)[0] ?? ''
  if (/[*?]/.test(service)) return [...catalogue.services.values()]
  const range = catalogue.services.get(service)
  return range ? [range] : []
}
