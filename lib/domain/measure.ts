import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import { breadthLimit, type Limits, type Tier } from '@/lib/domain/limits'
import type { Permission } from '@/lib/domain/permission'

/** What is measured of a grant: null is unknown, never zero. Shares are 0–1 of the number of permissions; the two
 *  weights are `breadthOf`'s unsaturated sums; the two breadths are 0–100. */
export type GrantMeasures = {
  breadth: number | null
  usedBreadth: number | null
  grantedWeight: number | null
  usedWeight: number | null
  grantedCount: number | null
  usedCount: number
  unusedShare: number | null
}

/** The same for a delegated session, which has a lifetime and therefore a limit. */
export type SessionMeasures = GrantMeasures & { breadthLimit: number; isOverLimit: boolean }

/** What is granted on one system and what was used of it. `granted` null = the permissions are unknown. */
export type MeasuredTarget = { granted: readonly Permission[] | null; usedKeys: readonly string[]; tier: Tier }

/** Measures granted against used over all systems together. Where the permissions of any are unknown, what was used is
 *  still counted, but shares and breadth stay unknown. */
export function measureGrant(targets: readonly MeasuredTarget[]): GrantMeasures {
  const parts = targets.flatMap(({ granted, usedKeys, tier }) =>
    granted === null ? [] : [measureTarget(granted, usedKeys, tier)],
  )
  if (parts.length < targets.length || parts.length === 0) {
    const usedCount = new Set(targets.flatMap((target) => target.usedKeys)).size
    return {
      breadth: null,
      usedBreadth: null,
      grantedWeight: null,
      usedWeight: null,
      grantedCount: null,
      usedCount,
      unusedShare: null,
    }
  }
  const whole = combineBreadth(parts.map((part) => part.whole))
  const used = combineBreadth(parts.map((part) => part.used))
  return {
    breadth: whole.score,
    usedBreadth: used.score,
    grantedWeight: whole.weight,
    usedWeight: used.weight,
    grantedCount: whole.count,
    usedCount: used.count,
    unusedShare: whole.count === 0 ? null : 1 - used.count / whole.count,
  }
}

function measureTarget(granted: readonly Permission[], usedKeys: readonly string[], tier: Tier) {
  const keys = new Set(usedKeys)
  const used = granted.filter((permission) => keys.has(permission.key))
  return { whole: breadthOf(granted, tier), used: breadthOf(used, tier) }
}

type Life = { lifetimeSeconds: number | null; isExpiryKnown: boolean }

/** Holds a session's breadth against the limit for its lifetime (`lifetimeSeconds` null = never expires). Where the
 *  expiry is unknown nothing is over a limit; where only the breadth is unknown, a lifetime that no breadth allows is. */
export function measureSession(measures: GrantMeasures, tier: Tier, life: Life, limits: Limits): SessionMeasures {
  const limit = life.isExpiryKnown ? breadthLimit(limits, tier, life.lifetimeSeconds) : 100
  const isOverLimit = measures.breadth === null ? limit === 0 : measures.breadth > limit
  return { ...measures, breadthLimit: limit, isOverLimit }
}
