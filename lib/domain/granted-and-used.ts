import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Tier } from '@/lib/domain/limits'
import { type AccessLevel, type Permission, permissionWeight } from '@/lib/domain/permission'

/** What was granted on one system: the keys, or null where they are unknown; `catalogue` is what is known of these and
 *  of the used ones. */
export type GrantedOn = {
  system: { id: string; name: string; tier: Tier }
  keys: readonly string[] | null
  catalogue: ReadonlyMap<string, Permission>
}

/** How often a permission was used on a system, allowed and denied. */
export type PermissionUse = { systemId: string; key: string; allowed: number; denied: number; lastAt: Date }

/** One line of granted against used. `accessLevel` and `weight` are null for a permission that no catalogue knows;
 *  `isGranted` is null where what is granted is unknown. */
export type GrantedUse = {
  key: string
  system: { id: string; name: string }
  accessLevel: AccessLevel | null
  weight: number | null
  isGranted: boolean | null
  allowed: number
  denied: number
  lastAt: Date | null
}

/** `narrowed` is the breadth of what is both granted and used, over all systems and on each (`bySystem`, by id); null
 *  where one of the two cannot be told. */
export type GrantedAndUsed = {
  lines: GrantedUse[]
  granted: number | null
  used: number
  narrowed: number | null
  bySystem: Map<string, number | null>
}

const UNUSED = { allowed: 0, denied: 0, lastAt: null }

function linesOn({ system, keys, catalogue }: GrantedOn, uses: readonly PermissionUse[]): GrantedUse[] {
  const byKey = new Map(uses.filter((use) => use.systemId === system.id).map((use) => [use.key, use]))
  const granted = keys && new Set(keys)
  return [...new Set([...(keys ?? []), ...byKey.keys()])].map((key) => {
    const known = catalogue.get(key)
    const { allowed, denied, lastAt } = byKey.get(key) ?? UNUSED
    return {
      key,
      system: { id: system.id, name: system.name },
      accessLevel: known?.accessLevel ?? null,
      weight: known ? permissionWeight(known, system.tier) : null,
      isGranted: granted?.has(key) ?? null,
      allowed,
      denied,
      lastAt,
    }
  })
}

const isUsed = (line: GrantedUse) => line.isGranted !== false && line.allowed > 0

function narrowedOn({ system, keys: granted, catalogue }: GrantedOn, lines: readonly GrantedUse[]): Breadth | null {
  if (granted === null) return null
  const keys = lines.filter((line) => line.system.id === system.id && isUsed(line)).map((line) => line.key)
  const permissions = keys.flatMap((key) => catalogue.get(key) ?? [])
  return permissions.length === keys.length ? breadthOf(permissions, system.tier) : null
}

/** Holds what was granted against what was used: used first, most used first; then the unused, heaviest first; what was
 *  only refused or used without being granted stands between. */
export function grantedAndUsed(targets: readonly GrantedOn[], uses: readonly PermissionUse[]): GrantedAndUsed {
  const lines = targets.flatMap((target) => linesOn(target, uses)).sort(byUseThenWeight)
  const isKnown = targets.length > 0 && targets.every((target) => target.keys !== null)
  const parts = targets.map((target) => narrowedOn(target, lines))
  const known = parts.filter((part) => part !== null)
  return {
    lines,
    granted: isKnown ? lines.filter((line) => line.isGranted).length : null,
    used: lines.filter(isUsed).length,
    narrowed: isKnown && known.length === parts.length ? combineBreadth(known).score : null,
    bySystem: new Map(targets.map((target, index) => [target.system.id, parts[index]?.score ?? null])),
  }
}

function byUseThenWeight(a: GrantedUse, b: GrantedUse): number {
  return b.allowed - a.allowed || b.denied - a.denied || (b.weight ?? 0) - (a.weight ?? 0) || (a.key < b.key ? -1 : 1)
}
