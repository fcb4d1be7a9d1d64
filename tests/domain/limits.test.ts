import { describe, expect, it } from 'vitest'
import {
  breadthLimit,
  DEFAULT_LIMITS,
  lifetimeLimitSeconds,
  limitsOf,
  longestLifetimeSeconds,
  type Tier,
} from '@/lib/domain/limits'

const TIERS: Tier[] = [1, 2, 3]

describe('the limit for a lifetime', () => {
  it.each([
    [1, 900, 80],
    [1, 901, 45],
    [1, 86_400, 10],
    [1, 86_401, 0],
    [2, 3600, 85],
    [2, 3601, 60],
    [3, 7_776_000, 25],
    [3, 7_776_001, 0],
  ] as const)('on tier %i for %i s is %i', (tier, seconds, limit) => {
    expect(breadthLimit(DEFAULT_LIMITS, tier, seconds)).toBe(limit)
  })

  it.each(TIERS)('of what never ends is nothing on tier %i', (tier) => {
    expect(breadthLimit(DEFAULT_LIMITS, tier, null)).toBe(0)
    expect(breadthLimit(DEFAULT_LIMITS, tier, longestLifetimeSeconds(DEFAULT_LIMITS, tier))).toBeGreaterThan(0)
  })

  it.each(TIERS)('never rises with the lifetime, and never falls with the tier’s number (tier %i)', (tier) => {
    const seconds = [1, 900, 3600, 28_800, 86_400, 604_800, 7_776_000, 31_536_000]
    const limits = seconds.map((each) => breadthLimit(DEFAULT_LIMITS, tier, each))
    expect(limits).toEqual(limits.toSorted((a, b) => b - a))
    if (tier < 3) {
      const lessCritical = seconds.map((each) => breadthLimit(DEFAULT_LIMITS, (tier + 1) as Tier, each))
      for (const [index, limit] of limits.entries()) expect(lessCritical[index]).toBeGreaterThanOrEqual(limit)
    }
  })

  it('and for a breadth agree: the longest life of a breadth is one in which it is allowed, and no longer one is', () => {
    for (const tier of TIERS) {
      for (let breadth = 1; breadth <= 100; breadth++) {
        const longest = lifetimeLimitSeconds(DEFAULT_LIMITS, tier, breadth)
        if (longest > 0) expect(breadthLimit(DEFAULT_LIMITS, tier, longest)).toBeGreaterThanOrEqual(breadth)
        expect(breadthLimit(DEFAULT_LIMITS, tier, longest + 1)).toBeLessThan(breadth)
      }
    }
  })
})

describe('the limits of an organisation', () => {
  it('are its own, or those everybody starts from', () => {
    const own = { 1: [], 2: [{ untilSeconds: 60, maxBreadth: 5 }], 3: [] }
    expect(limitsOf(own)).toEqual(own)
    for (const broken of [null, undefined, {}, { 1: [], 2: [] }, { ...own, 1: [{ untilSeconds: 0, maxBreadth: 5 }] }]) {
      expect(limitsOf(broken)).toBe(DEFAULT_LIMITS)
    }
  })
})
