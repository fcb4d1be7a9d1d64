import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BREADTH_FORMULA,
  breadthOf,
  breadthOfCounts,
  combineBreadth,
  countPermissions,
  unusedShare,
} from '@/lib/domain/breadth'
import { ACCESS_LEVELS, type Permission, permissionWeight, RISK_CATEGORIES } from '@/lib/domain/permission'

const permission = fc.record({
  key: fc.string({ minLength: 1, maxLength: 12 }),
  accessLevel: fc.constantFrom(...ACCESS_LEVELS),
  categories: fc.subarray([...RISK_CATEGORIES]),
})
const permissions = fc.uniqueArray(permission, { selector: ({ key }) => key, maxLength: 60 })
const tier = fc.constantFrom(1 as const, 2 as const, 3 as const)
const many = (count: number, accessLevel: Permission['accessLevel'], categories: Permission['categories'] = []) =>
  Array.from({ length: count }, (_, position) => ({
    key: `${accessLevel}:${categories}:${position}`,
    accessLevel,
    categories,
  }))

describe('breadth', () => {
  test('is a whole number from 0 to 100, and 0 only for nothing', () => {
    expect(breadthOf([], 1)).toMatchObject({ score: 0, weight: 0, count: 0 })
    fc.assert(
      fc.property(permissions, tier, (set, on) => {
        const { score } = breadthOf(set, on)
        expect(Number.isInteger(score) && score <= 100).toBe(true)
        expect(score === 0).toBe(set.length === 0)
      }),
    )
  })

  test('never falls when a permission is added', () => {
    fc.assert(
      fc.property(permissions, permission, tier, (set, more, on) => {
        const isNew = set.every(({ key }) => key !== more.key)
        if (isNew) expect(breadthOf([...set, more], on).score).toBeGreaterThanOrEqual(breadthOf(set, on).score)
      }),
    )
  })

  test('never falls when a system becomes more critical', () => {
    fc.assert(
      fc.property(permissions, (set) => {
        expect(breadthOf(set, 1).score).toBeGreaterThanOrEqual(breadthOf(set, 2).score)
        expect(breadthOf(set, 2).score).toBeGreaterThanOrEqual(breadthOf(set, 3).score)
      }),
    )
  })

  test('does not depend on order, and counts a key given twice once', () => {
    fc.assert(
      fc.property(permissions, tier, (set, on) => {
        expect(breadthOf([...set, ...set].reverse(), on)).toEqual(breadthOf(set, on))
      }),
    )
  })

  test('needs nothing but counts, so that a stored set can be weighed again', () => {
    fc.assert(
      fc.property(permissions, tier, (set, on) => {
        expect(breadthOfCounts(countPermissions(set), on)).toEqual(breadthOf(set, on))
      }),
    )
  })

  test('weighs what each permission weighs', () => {
    fc.assert(
      fc.property(permissions, tier, (set, on) => {
        const sum = set.reduce((total, one) => total + permissionWeight(one, on), 0)
        expect(breadthOf(set, on).weight).toBeCloseTo(sum, 6)
      }),
    )
  })

  test('grows with the access level and with every risk category', () => {
    const scores = ACCESS_LEVELS.map((level) => breadthOf(many(20, level), 1).score)
    expect(scores).toEqual([...scores].sort((a, b) => a - b))
    for (const category of RISK_CATEGORIES) {
      expect(breadthOf(many(5, 'write', [category]), 1).score).toBeGreaterThan(breadthOf(many(5, 'write'), 1).score)
    }
  })

  test('has spread where decisions are made', () => {
    expect(breadthOf(many(1, 'read'), 1).score).toBeLessThanOrEqual(5)
    const application = [...many(2, 'read'), ...many(4, 'read', ['data-access']), ...many(8, 'write')]
    expect(breadthOf(application, 1).score).toBeGreaterThanOrEqual(10)
    expect(breadthOf(application, 1).score).toBeLessThanOrEqual(35)
    expect(breadthOf(many(1, 'write', ['privilege-escalation']), 1).score).toBeGreaterThan(
      breadthOf(many(5, 'write'), 1).score,
    )
  })

  test('weighs permissions of any system', () => {
    const desk: Permission[] = [
      { key: 'case:read', accessLevel: 'read', categories: ['data-access'] },
      { key: 'user:delete', accessLevel: 'write', categories: [] },
      { key: 'role:assign', accessLevel: 'permissions-management', categories: ['privilege-escalation'] },
    ]
    expect(breadthOf(desk, 1).score).toBeGreaterThan(breadthOf(desk.slice(0, 2), 1).score * 1.5)
  })
})

describe('breadth over several systems', () => {
  test('is at least its broadest part, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(permissions, tier), { minLength: 1, maxLength: 4 }), (sets) => {
        const parts = sets.map(([set, on]) => breadthOf(set, on))
        const whole = combineBreadth(parts)
        expect(whole.score).toBeGreaterThanOrEqual(Math.max(...parts.map(({ score }) => score)))
        expect(combineBreadth(parts.toReversed()).score).toBe(whole.score)
        expect(whole.count).toBe(parts.reduce((sum, { count }) => sum + count, 0))
      }),
    )
  })

  test('of one system is that system, of none is nothing', () => {
    const one = breadthOf(many(7, 'write'), 2)
    expect(combineBreadth([one])).toEqual(one)
    expect(combineBreadth([]).score).toBe(0)
  })
})

describe('the formula as data', () => {
  test('says the numbers that the sentences say', () => {
    const said = BREADTH_FORMULA.sentences.join(' ')
    const { volume, control, tiers, levels } = BREADTH_FORMULA
    for (const number of [volume.points, control.points, control.full, tiers[2], tiers[3], levels.credentials]) {
      expect(said).toContain(String(number))
    }
    expect(said).toContain(volume.full.toLocaleString('en-GB'))
    expect(volume.points + control.points).toBe(100)
  })
})

describe('unused share', () => {
  const granted = [...many(3, 'read'), ...many(1, 'credentials')]

  test('by count and by weight', () => {
    const share = unusedShare(granted, ['read::0', 'read::1'])
    expect(share.byCount).toBe(0.5)
    expect(share.byWeight).toBeCloseTo(22 / 26)
    expect(share.unused).toEqual(['credentials::0', 'read::2'])
  })

  test('what was used without being granted stands apart and changes no share', () => {
    const share = unusedShare(granted, ['read::0', 'sts:GetCallerIdentity'])
    expect(share.outsideGrant).toEqual(['sts:GetCallerIdentity'])
    expect(share.used).toEqual(['read::0'])
    expect(share.byCount).toBe(unusedShare(granted, ['read::0']).byCount)
  })

  test('of nothing granted is no number, not zero', () => {
    expect(unusedShare([], ['a'])).toMatchObject({ byCount: null, byWeight: null, outsideGrant: ['a'] })
  })
})
