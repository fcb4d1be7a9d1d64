import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyOffer, isOfferable, narrowSession, type OfferedTerms } from '@/lib/domain/counter-offer'
import { describeOffer } from '@/lib/domain/describe-offer'
import { endOf, type GrantTerms, isWithin, standsSeconds } from '@/lib/domain/grant-terms'
import type { AskedSession } from '@/lib/domain/session-request'
import { at, NOW } from '@/tests/support/clock'

const KEYS = ['case:list', 'case:read', 'case:write']
const target = (permissions: string[], tenants: string[] = []) => {
  return { systemId: 'one', permissions, resources: [], tenants }
}
const ASKED: GrantTerms = {
  targets: [target(KEYS)],
  ...{ maxSessionTtlSeconds: 3600, startsAt: null, expiresAt: at('+30d'), durationSeconds: null, windows: [] },
  ...{ maxChainDepth: 2, maxConcurrentSessions: null, requiresSessionApproval: false, requiresDpop: false },
  idleTimeoutSeconds: null,
}
const offer = (over: OfferedTerms) => applyOffer(ASKED, over)

const offered = fc.record(
  {
    targets: fc.subarray([...KEYS, 'role:assign'], { minLength: 1 }).map((keys) => [target(keys)]),
    maxSessionTtlSeconds: fc.integer({ min: 60, max: 7200 }),
    startsAt: fc.integer({ min: -5, max: 20 }).map((days) => new Date(NOW.getTime() + days * 86_400_000)),
    durationSeconds: fc.integer({ min: 3600, max: 60 * 86_400 }),
    maxChainDepth: fc.integer({ min: 0, max: 4 }),
    requiresDpop: fc.boolean(),
  },
  { requiredKeys: [] },
)

describe('an offer', () => {
  it('never gives more than was asked, whatever it says', () => {
    fc.assert(
      fc.property(offered, (over) => {
        const terms = offer(over)
        if (!isOfferable(ASKED, terms, NOW)) return
        expect(terms.targets.flatMap(({ permissions }) => permissions)).not.toContain('role:assign')
        expect(terms.maxSessionTtlSeconds).toBeLessThanOrEqual(3600)
        expect(terms.maxChainDepth).toBeLessThanOrEqual(2)
        expect(standsSeconds(terms, NOW)).toBeLessThanOrEqual(30 * 86_400)
      }),
    )
  })

  it('that lies within what was asked can always be made, so that votes it keeps are never for more', () => {
    fc.assert(
      fc.property(offered, (over) => {
        const terms = offer(over)
        if (!isWithin(ASKED, terms, NOW)) return
        expect(isOfferable(ASKED, terms, NOW)).toBe(true)
        const end = endOf(terms, NOW)?.getTime() ?? Number.POSITIVE_INFINITY
        expect(end).toBeLessThanOrEqual(at('+30d').getTime())
      }),
    )
  })

  it('may be later, as long as it does not stand longer', () => {
    const later = offer({ startsAt: at('+7d'), expiresAt: at('+37d') })
    expect([isOfferable(ASKED, later, NOW), isWithin(ASKED, later, NOW)]).toEqual([true, false])
    expect(isOfferable(ASKED, offer({ startsAt: at('+7d'), expiresAt: at('+38d') }), NOW)).toBe(false)
  })

  it('says a length in the place of a day, and the other way round', () => {
    expect(offer({ durationSeconds: 3600 })).toMatchObject({ expiresAt: null, durationSeconds: 3600 })
    const back = applyOffer(offer({ durationSeconds: 3600 }), { expiresAt: at('+1d') })
    expect(back).toMatchObject({ expiresAt: at('+1d'), durationSeconds: null })
  })

  it('narrows tenants, and never widens them to all', () => {
    const asked = { ...ASKED, targets: [target(KEYS, ['north', 'south'])] }
    const on = (tenants: string[]) => isOfferable(asked, applyOffer(asked, { targets: [target(KEYS, tenants)] }), NOW)
    expect([on(['north']), on([]), on(['east'])]).toEqual([true, false, false])
  })

  it('is told in words', () => {
    const terms = offer({ targets: [target(['case:list'])], maxSessionTtlSeconds: 900, durationSeconds: 604_800 })
    expect(describeOffer(JSON.parse(JSON.stringify(ASKED)), JSON.parse(JSON.stringify(terms)), 'UTC')).toEqual([
      'without case:read, case:write',
      'sessions of 15 min, not 60 min',
      'for 7 d from the approval on',
    ])
  })
})

describe('an offer of a session', () => {
  const asked = { permissions: KEYS, ttlSeconds: 3600, digest: 'd' } as unknown as AskedSession

  it('keeps all but permissions and life, the digest of the request among it', () => {
    expect(narrowSession(asked, { targets: [target(['case:list'])], maxSessionTtlSeconds: 900 })).toEqual({
      ...asked,
      permissions: ['case:list'],
      ttlSeconds: 900,
    })
  })

  it('is none where it would be longer or broader', () => {
    expect(narrowSession(asked, { maxSessionTtlSeconds: 3601 })).toBeNull()
    expect(narrowSession(asked, { targets: [target(['role:assign'])] })).toBeNull()
  })
})
