import type { Tier } from '@/lib/domain/limits'

/** AWS's five levels, and `credentials` for what hands out further access. From the least to the most powerful. */
export const ACCESS_LEVELS = ['list', 'read', 'tagging', 'write', 'permissions-management', 'credentials'] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

/** What makes a permission worse than its access level says. */
export const RISK_CATEGORIES = [
  'credential-exposure',
  'data-access',
  'privilege-escalation',
  'resource-exposure',
] as const
export type RiskCategory = (typeof RISK_CATEGORIES)[number]

/** One thing a system lets you do. `key` is as the system writes it (`s3:GetObject`, `case:read`) and is compared
 *  exactly. */
export type Permission = { key: string; accessLevel: AccessLevel; categories: readonly RiskCategory[] }

/** How much one permission of a level can do, against listing things, which is 1. */
export const LEVEL_WEIGHTS: Readonly<Record<AccessLevel, number>> = {
  list: 1,
  read: 2,
  tagging: 2,
  write: 5,
  'permissions-management': 15,
  credentials: 20,
}

/** What each risk category adds to that. */
export const CATEGORY_WEIGHTS: Readonly<Record<RiskCategory, number>> = {
  'credential-exposure': 20,
  'data-access': 5,
  'privilege-escalation': 25,
  'resource-exposure': 5,
}

/** What a permission on a system of this criticality counts; 1 is the most critical. */
export const TIER_FACTORS: Readonly<Record<Tier, number>> = { 1: 1, 2: 0.6, 3: 0.3 }

/** Weight of one permission: its level's, plus its categories', times its system's tier factor. */
export function permissionWeight(permission: Permission, tier: Tier): number {
  const extra = [...new Set(permission.categories)].reduce((sum, category) => sum + CATEGORY_WEIGHTS[category], 0)
  return (LEVEL_WEIGHTS[permission.accessLevel] + extra) * TIER_FACTORS[tier]
}
