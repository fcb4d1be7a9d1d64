import { describe, expect, it } from 'vitest'
import { requestGrantInput } from '@/lib/commands/request-grant'
import { grantBoundsInput } from '@/lib/domain/grant'

describe('the bounds of a grant', () => {
  const target = { systemId: 'sys_x', permissions: ['case:read'] }
  const bounds = { targets: [target], maxSessionTtlSeconds: 60, expiresAt: null }
  const window = { weekdays: [1], startMinute: 0, durationMinutes: 60, timeZone: 'Europe/Berlin' }
  const accepts = (over: object) => grantBoundsInput.safeParse({ ...bounds, ...over }).success

  it.each([
    ['the least', {}, true],
    ['no system', { targets: [] }, false],
    ['no permission', { targets: [{ ...target, permissions: [] }] }, false],
    ['a TTL of a year', { maxSessionTtlSeconds: 31_536_000 }, true],
    ['more than a year', { maxSessionTtlSeconds: 31_536_001 }, false],
    ['less than a minute', { maxSessionTtlSeconds: 59 }, false],
    ['a length from the approval on', { expiresAt: undefined, durationSeconds: 3600 }, true],
    ['a window', { windows: [window] }, true],
    ['a window a week long', { windows: [{ ...window, durationMinutes: 10_080 }] }, true],
    ['a longer one', { windows: [{ ...window, durationMinutes: 10_081 }] }, false],
    ['an eighth day', { windows: [{ ...window, weekdays: [8] }] }, false],
    ['no day', { windows: [{ ...window, weekdays: [] }] }, false],
    ['a zone of nowhere', { windows: [{ ...window, timeZone: 'Mars/Olympus' }] }, false],
    ['UTC', { windows: [{ ...window, timeZone: 'UTC' }] }, true],
    ['no session at once', { maxConcurrentSessions: 0 }, false],
    ['a key for each session', { requiresDpop: true }, true],
    ['an end after a minute without use', { idleTimeoutSeconds: 60 }, true],
    ['one sooner', { idleTimeoutSeconds: 59 }, false],
  ])('with %s', (_, over, isAccepted) => {
    expect(accepts(over)).toBe(isAccepted)
  })

  it.each([
    ['an end', { expiresAt: null }, true],
    ['a length', { durationSeconds: 3600 }, true],
    ['neither', {}, false],
    ['both', { expiresAt: null, durationSeconds: 3600 }, false],
    ['an end with a ticket that is not named', { expiresAt: null, endsWithTicket: true }, false],
  ])('a request says how long it stands, with %s', (_, over, isAccepted) => {
    const parties = { name: 'Cases', purpose: 'Answers cases', principalId: 'idn_x', actorId: 'idn_y' }
    const asked = { targets: [target], maxSessionTtlSeconds: 60, ...parties, ...over }
    expect(requestGrantInput.safeParse(asked).success).toBe(isAccepted)
  })
})
