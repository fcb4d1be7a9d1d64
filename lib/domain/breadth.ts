import type { Tier } from '@/lib/domain/limits'
import {
  ACCESS_LEVELS,
  type AccessLevel,
  CATEGORY_WEIGHTS,
  LEVEL_WEIGHTS,
  type Permission,
  permissionWeight,
  RISK_CATEGORIES,
  type RiskCategory,
  TIER_FACTORS,
} from '@/lib/domain/permission'

/** How many permissions of each kind a set holds: all that its breadth depends on besides the tier. */
export type PermissionCounts = {
  byLevel: Record<AccessLevel, number>
  byCategory: Record<RiskCategory, number>
}

/** `score` is 0 (nothing) to 100 (everything on the most critical). `weight` is the unsaturated sum behind it, and
 *  `control` the part of it that counts ways to gain more access. */
export type Breadth = PermissionCounts & { score: number; weight: number; control: number; count: number }

/** How breadth is computed, as data, so that a page can show it and no page can say anything else.
 *
 *      weight  = Σ (level weight + Σ category weights) × tier factor
 *      control = number of privilege-escalation permissions × tier factor
 *      score   = 70 × min(1, ln(1 + weight ÷ 2) ÷ ln(1 + 80 000 ÷ 2))
 *              + 30 × min(1, ln(1 + control)    ÷ ln(1 + 60))
 *
 *  rounded, and at least 1 for a set that permits anything. Both curves rise with every permission and with
 *  criticality, so neither can lower a score. They are logarithms because the second permission to write matters more
 *  than the two hundredth, and steep at the start because most systems have tens of permissions, not AWS's thousands; 80 000 is a little less than the weight of every AWS action together. Control has a part
 *  of its own because whoever can raise their own access has all of it, however few permissions that takes. */
export const BREADTH_FORMULA = {
  levels: LEVEL_WEIGHTS,
  categories: CATEGORY_WEIGHTS,
  tiers: TIER_FACTORS,
  volume: { points: 70, unit: 2, full: 80_000 },
  control: { points: 30, unit: 1, full: 60 },
  sentences: [
    'Every permission weighs by its access level, from 1 for listing to 20 for handing out credentials.',
    'Permissions that expose credentials, data or resources, or that let the holder gain privileges, weigh extra.',
    'The sum is multiplied by the criticality of the system: 1 for tier 1, 0.6 for tier 2, 0.3 for tier 3.',
    'Up to 70 points come from that sum, on a logarithmic curve that is full at a weight of 80,000, about all of AWS.',
    'Up to 30 points come from the number of ways to gain privileges, on such a curve that is full at 60 of them.',
    'Adding a permission, or raising the criticality of its system, never lowers the score.',
  ],
} as const

/** Breadth of a set of permissions on one system. A key given twice counts once. */
export function breadthOf(permissions: Iterable<Permission>, tier: Tier): Breadth {
  return breadthOfCounts(countPermissions(permissions), tier)
}

/** The same from counts alone, so that a stored set can be weighed again when its system's tier changes. */
export function breadthOfCounts(counts: PermissionCounts, tier: Tier): Breadth {
  const base =
    ACCESS_LEVELS.reduce((sum, level) => sum + counts.byLevel[level] * LEVEL_WEIGHTS[level], 0) +
    RISK_CATEGORIES.reduce((sum, category) => sum + counts.byCategory[category] * CATEGORY_WEIGHTS[category], 0)
  const count = ACCESS_LEVELS.reduce((sum, level) => sum + counts.byLevel[level], 0)
  return scored(
    counts,
    count,
    base * TIER_FACTORS[tier],
    counts.byCategory['privilege-escalation'] * TIER_FACTORS[tier],
  )
}

/** Breadth of sets over several systems together: their weights add up before the curve, so the whole is never less
 *  than its broadest part and usually less than the sum of the parts. */
export function combineBreadth(parts: readonly Breadth[]): Breadth {
  const total = (of: (part: Breadth) => number) => parts.reduce((sum, part) => sum + of(part), 0)
  const counts = emptyCounts()
  for (const level of ACCESS_LEVELS) counts.byLevel[level] = total((part) => part.byLevel[level])
  for (const category of RISK_CATEGORIES) counts.byCategory[category] = total((part) => part.byCategory[category])
  return scored(
    counts,
    total((part) => part.count),
    total((part) => part.weight),
    total((part) => part.control),
  )
}

export function countPermissions(permissions: Iterable<Permission>): PermissionCounts {
  const counts = emptyCounts()
  const distinct = new Map([...permissions].map((permission) => [permission.key, permission]))
  for (const { accessLevel, categories } of distinct.values()) {
    counts.byLevel[accessLevel]++
    for (const category of new Set(categories)) counts.byCategory[category]++
  }
  return counts
}

/** Granted against used. Shares are 0–1 of what was granted, null when nothing was. `outsideGrant` is what was used
 *  without being granted, such as `sts:GetCallerIdentity`, which needs no permission; it counts in neither share. */
export type UnusedShare = {
  byCount: number | null
  byWeight: number | null
  used: string[]
  unused: string[]
  outsideGrant: string[]
}

export function unusedShare(granted: Iterable<Permission>, usedKeys: Iterable<string>): UnusedShare {
  const byKey = new Map([...granted].map((permission) => [permission.key, permission]))
  const wasUsed = new Set(usedKeys)
  const unused = [...byKey.values()].filter(({ key }) => !wasUsed.has(key))
  const weigh = (permissions: Iterable<Permission>) =>
    [...permissions].reduce((sum, permission) => sum + permissionWeight(permission, 1), 0)
  return {
    byCount: byKey.size === 0 ? null : unused.length / byKey.size,
    byWeight: byKey.size === 0 ? null : weigh(unused) / weigh(byKey.values()),
    used: [...wasUsed].filter((key) => byKey.has(key)).sort(),
    unused: unused.map(({ key }) => key).sort(),
    outsideGrant: [...wasUsed].filter((key) => !byKey.has(key)).sort(),
  }
}

function scored(counts: PermissionCounts, count: number, weight: number, control: number): Breadth {
  const points = saturate(weight, BREADTH_FORMULA.volume) + saturate(control, BREADTH_FORMULA.control)
  const score = count === 0 ? 0 : Math.max(1, Math.round(points))
  return { byLevel: { ...counts.byLevel }, byCategory: { ...counts.byCategory }, score, weight, control, count }
}

function saturate(amount: number, curve: { points: number; unit: number; full: number }): number {
  return curve.points * Math.min(1, Math.log1p(amount / curve.unit) / Math.log1p(curve.full / curve.unit))
}

function emptyCounts(): PermissionCounts {
  return {
    byLevel: { list: 0, read: 0, tagging: 0, write: 0, 'permissions-management': 0, credentials: 0 },
    byCategory: { 'credential-exposure': 0, 'data-access': 0, 'privilege-escalation': 0, 'resource-exposure': 0 },
  }
}
