import { describe, expect, it } from 'vitest'
import type { AccessFacts, Detector, GrantFacts, SessionFacts } from '@/lib/domain/detection'
import { longLived } from '@/lib/domain/detectors/long-lived'
import { orphaned } from '@/lib/domain/detectors/orphaned'
import { overScoped } from '@/lib/domain/detectors/over-scoped'
import { DETECTORS } from '@/lib/domain/finding'
import { grantFacts, POLICY, party, sessionFacts } from '@/tests/support/access-facts'
import { at, NOW } from '@/tests/support/clock'

const run = (detector: Detector, facts: AccessFacts) => detector(facts, POLICY, NOW)
const severity = (detector: Detector, facts: AccessFacts) => run(detector, facts)?.severity ?? null
const grant = (detector: Detector, over: Partial<GrantFacts>) => severity(detector, grantFacts(over))
const session = (detector: Detector, over: Partial<SessionFacts>) => severity(detector, sessionFacts(over))
const plus = (days: number) => new Date(NOW.getTime() + days * 86_400_000)

describe('what is in bounds, in use, owned and ending', () => {
  it.each(Object.entries(DETECTORS))('raises nothing: %s', (_, detector) => {
    expect([run(detector, grantFacts()), run(detector, sessionFacts())]).toEqual([null, null])
  })
})

describe('over-scoped', () => {
  it('fires above the breadth for a lifetime, not at it', () => {
    expect(grant(overScoped, { breadth: 85 })).toBeNull()
    expect(grant(overScoped, { breadth: 86 })).toBe('medium')
    expect(session(overScoped, { breadth: 85 })).toBeNull()
    expect(session(overScoped, { breadth: 86 })).toBe('medium')
    expect(grant(overScoped, { breadth: 61, maxSessionTtlSeconds: 3601 })).toBe('medium')
  })

  it('is a step worse from 40 above the limit on', () => {
    expect(session(overScoped, { tier: 1, expiresAt: at('+20h'), issuedAt: NOW, breadth: 49 })).toBe('high')
    expect(session(overScoped, { tier: 1, expiresAt: at('+20h'), issuedAt: NOW, breadth: 50 })).toBe('critical')
  })

  const unused = { grantedCount: 5, usedCount: 1, unusedShare: 0.8, startsAt: at('-7d') }
  it('fires from the share, the number of permissions and the days of grace on, and not before', () => {
    expect(grant(overScoped, unused)).toBe('medium')
    expect(grant(overScoped, { ...unused, unusedShare: 0.79 })).toBeNull()
    expect(grant(overScoped, { ...unused, grantedCount: 4 })).toBeNull()
    expect(grant(overScoped, { ...unused, startsAt: new Date(at('-7d').getTime() + 1000) })).toBeNull()
    expect(session(overScoped, { grantedCount: 5, usedCount: 0, unusedShare: 1 })).toBeNull()
  })

  it('takes unknown permissions neither for none nor for all', () => {
    const unknown = { breadth: null, usedBreadth: null, grantedCount: null, usedCount: null, unusedShare: null }
    expect(grant(overScoped, { ...unknown, startsAt: at('-90d') })).toBeNull()
    expect(session(overScoped, unknown)).toBeNull()
  })

  it('takes an unknown lifetime neither for short nor for never', () => {
    expect(session(overScoped, { breadth: 100, expiresAt: null, isExpiryKnown: false })).toBeNull()
    expect(grant(overScoped, { breadth: 100, maxSessionTtlSeconds: null })).toBeNull()
  })

  it('leaves a lifetime that no breadth may have to long-lived', () => {
    expect(session(overScoped, { breadth: 100, expiresAt: null })).toBeNull()
    expect(session(longLived, { breadth: 1, expiresAt: null })).toBe('high')
  })
})

describe('long-lived', () => {
  it.each([
    [1, 86_400, 'high'],
    [2, 604_800, 'medium'],
    [3, 7_776_000, 'low'],
  ] as const)('fires for a session on tier %i that lives longer than %i s', (tier, longest, expected) => {
    const living = (seconds: number) => ({ tier, issuedAt: NOW, expiresAt: new Date(NOW.getTime() + seconds * 1000) })
    expect(session(longLived, living(longest))).toBeNull()
    expect(session(longLived, living(longest + 1))).toBe(expected)
  })

  it('fires for a session that never ends, a step worse, and not for one whose end is unknown', () => {
    expect(session(longLived, { expiresAt: null })).toBe('high')
    expect(session(longLived, { expiresAt: null, isExpiryKnown: false })).toBeNull()
  })

  it.each([
    [1, 90],
    [2, 180],
    [3, 365],
  ] as const)('fires for a grant on tier %i that stands longer than %i days', (tier, days) => {
    expect(grant(longLived, { tier, startsAt: plus(-days) })).toBeNull()
    expect(grant(longLived, { tier, startsAt: new Date(plus(-days).getTime() - 1000) })).not.toBeNull()
  })

  it('fires for a managed grant that never ends, and for an observed one only once it is idle', () => {
    expect(grant(longLived, { expiresAt: null })).toBe('medium')
    expect(grant(longLived, { expiresAt: null, breadth: 60 })).toBe('high')
    const observed = { origin: 'observed', expiresAt: null, startsAt: plus(-4000) } as const
    expect(grant(longLived, observed)).toBeNull()
    expect(grant(longLived, { ...observed, lastUsedAt: plus(-90) })).toBeNull()
    expect(grant(longLived, { ...observed, lastUsedAt: new Date(plus(-90).getTime() - 1000) })).toBe('medium')
  })

  it('counts idleness of what was never used from its beginning', () => {
    expect(grant(longLived, { startsAt: plus(-90), lastUsedAt: null })).toBeNull()
    expect(grant(longLived, { startsAt: plus(-91), lastUsedAt: null })).toBe('medium')
  })
})

describe('orphaned', () => {
  const gone = party('Petra', at('-1d'))

  it.each([
    ['principal', 'high'],
    ['actor', 'high'],
    ['owner', 'medium'],
  ] as const)('fires when the %s is gone', (role, expected) => {
    expect(grant(orphaned, { [role]: gone })).toBe(expected)
    expect(session(orphaned, { [role]: gone })).toBe(expected)
  })

  it('does not fire for one who is only suspended, nor where there is no owner to be gone', () => {
    expect(grant(orphaned, { principal: { ...party('Petra'), status: 'suspended' } })).toBeNull()
    expect(grant(orphaned, { owner: null })).toBeNull()
  })

  it('names everybody who is gone and when they left', () => {
    const found = run(orphaned, grantFacts({ principal: gone, owner: gone }))
    expect(found?.evidence).toMatchObject({
      'Departed principal': 'Petra',
      'Departed owner': 'Petra',
      'The owner left': at('-1d').toISOString(),
    })
  })
})

describe('what a detector finds', () => {
  const troubled: AccessFacts[] = [
    grantFacts({ breadth: 100, expiresAt: null, principal: party('Petra', at('-1d')) }),
    grantFacts({ grantedCount: 5, usedCount: 1, unusedShare: 0.8 }),
    sessionFacts({ expiresAt: null, owner: party('Petra', at('-1d')) }),
    sessionFacts({ breadth: 100 }),
  ]
  const found = (now: Date) =>
    troubled.flatMap((facts) => Object.values(DETECTORS).flatMap((detector) => detector(facts, POLICY, now) ?? []))

  it('does not change with the time of looking, so that a second look writes nothing', () => {
    expect(found(NOW).length).toBeGreaterThan(5)
    expect(found(at('+9m'))).toEqual(found(NOW))
    expect(found(at('+1d'))).toEqual(found(NOW))
  })

  it('says what it rests on and which controls it speaks to', () => {
    for (const { evidence, controls, title } of found(NOW)) {
      expect(Object.keys(evidence).length).toBeGreaterThan(3)
      expect(Object.keys(controls)).toContain('NIST SP 800-53 r5')
      expect(title.length).toBeGreaterThan(10)
    }
  })
})
