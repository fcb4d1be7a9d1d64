import { describe, expect, it } from 'vitest'
import { breadthOf } from '@/lib/domain/breadth'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { type GrantMeasures, measureGrant, measureSession } from '@/lib/domain/measure'
import type { Permission } from '@/lib/domain/permission'

const permission = (key: string, accessLevel: Permission['accessLevel'] = 'write'): Permission => ({
  key,
  accessLevel,
  categories: [],
})
const GRANTED = ['a', 'b', 'c', 'd'].map((key) => permission(key))
const UNKNOWN = {
  breadth: null,
  usedBreadth: null,
  grantedWeight: null,
  usedWeight: null,
  grantedCount: null,
  unusedShare: null,
}

describe('granted against used', () => {
  it('counts what was used of what was granted', () => {
    expect(measureGrant([{ granted: GRANTED, usedKeys: ['a'], tier: 2 }])).toMatchObject({
      breadth: breadthOf(GRANTED, 2).score,
      usedBreadth: breadthOf(GRANTED.slice(0, 1), 2).score,
      grantedCount: 4,
      usedCount: 1,
      unusedShare: 0.75,
    })
  })

  it('does not count what was used without being granted', () => {
    const measured = measureGrant([{ granted: GRANTED, usedKeys: ['a', 'sts:GetCallerIdentity'], tier: 2 }])
    expect(measured).toMatchObject({ usedCount: 1, unusedShare: 0.75 })
  })

  it('is unknown, neither zero nor all, where the permissions of any system are', () => {
    const known = { granted: GRANTED, usedKeys: ['a'], tier: 2 } as const
    const unknown = { granted: null, usedKeys: ['x', 'y'], tier: 1 } as const
    expect(measureGrant([unknown])).toEqual({ ...UNKNOWN, usedCount: 2 })
    expect(measureGrant([known, unknown])).toEqual({ ...UNKNOWN, usedCount: 3 })
    expect(measureGrant([])).toEqual({ ...UNKNOWN, usedCount: 0 })
  })

  it('has no share where nothing was granted', () => {
    expect(measureGrant([{ granted: [], usedKeys: ['a'], tier: 1 }])).toMatchObject({
      breadth: 0,
      grantedCount: 0,
      unusedShare: null,
    })
  })

  it('weighs systems together, each by its tier', () => {
    const one = measureGrant([{ granted: GRANTED, usedKeys: [], tier: 1 }])
    const three = measureGrant([{ granted: GRANTED, usedKeys: [], tier: 3 }])
    const both = measureGrant([
      { granted: GRANTED, usedKeys: [], tier: 1 },
      { granted: GRANTED, usedKeys: ['a'], tier: 3 },
    ])
    expect(both.grantedWeight).toBeCloseTo((one.grantedWeight ?? 0) + (three.grantedWeight ?? 0))
    expect(both).toMatchObject({ grantedCount: 8, usedCount: 1, unusedShare: 0.875 })
  })
})

describe('a session against its limit', () => {
  const measures = (breadth: number | null) => ({ ...UNKNOWN, usedCount: 0, breadth }) satisfies GrantMeasures
  const isOver = (breadth: number | null, lifetimeSeconds: number | null, isExpiryKnown = true) =>
    measureSession(measures(breadth), 1, { lifetimeSeconds, isExpiryKnown }, DEFAULT_LIMITS).isOverLimit

  it('is over it above the breadth for its lifetime, not at it', () => {
    expect([isOver(80, 900), isOver(81, 900), isOver(46, 901), isOver(45, 901)]).toEqual([false, true, true, false])
  })

  it('is over it if it never ends, however narrow', () => {
    expect([isOver(1, null), isOver(null, null)]).toEqual([true, true])
  })

  it('is not over anything while its end is unknown', () => {
    expect([isOver(100, null, false), isOver(null, null, false)]).toEqual([false, false])
  })

  it('of unknown breadth is over it only where no breadth is allowed', () => {
    expect([isOver(null, 86_400), isOver(null, 86_401)]).toEqual([false, true])
  })
})
