import { describe, expect, it } from 'vitest'
import { grantBoundsInput, type IssuableGrant, type IssueRequest, refusalsFor, sessionExpiry } from '@/lib/domain/grant'
import { LIVES } from '@/lib/domain/life'
import { at, NOW } from '@/tests/support/clock'

const grant: IssuableGrant = {
  status: 'active',
  startsAt: at('-1d'),
  expiresAt: at('+30d'),
  maxSessionTtlSeconds: 3600,
  maxChainDepth: 1,
  maxConcurrentSessions: 3,
  requiresSessionApproval: false,
  windows: [],
  permissions: ['case:list', 'case:read'],
}
const parent = {
  status: 'active' as const,
  lockedUntil: null,
  depth: 0,
  expiresAt: at('+1h'),
  permissions: ['case:list', 'case:read'],
}
const request: IssueRequest = { ttlSeconds: 3600, permissions: ['case:read'], liveSessions: 0, parent: null }

const codes = (bounds: Partial<IssuableGrant>, wish: Partial<IssueRequest> = {}) =>
  refusalsFor({ ...grant, ...bounds }, { ...request, ...wish }, NOW).map(({ code }) => code)
const closed = { weekdays: [2], startMinute: 0, durationMinutes: 60, timeZone: 'UTC' }

describe('a session under a grant', () => {
  it.each<[string | null, string, Partial<IssuableGrant>, Partial<IssueRequest>]>([
    [null, 'within every bound', {}, {}],
    ...Object.keys(LIVES.grant).map(
      (status): [string | null, string, Partial<IssuableGrant>, Partial<IssueRequest>] => [
        status === 'active' ? null : 'grant-not-active',
        `of a grant that is ${status}`,
        { status: status as IssuableGrant['status'] },
        {},
      ],
    ),
    [null, 'of one that starts now', { startsAt: NOW }, {}],
    ['grant-not-started', 'of one that starts in a second', { startsAt: at('+1s') }, {}],
    [null, 'of one that ends in a second', { expiresAt: at('+1s') }, {}],
    [null, 'of one that never ends', { expiresAt: null }, {}],
    ['grant-expired', 'of one that ends now', { expiresAt: NOW }, {}],
    ['outside-window', 'outside its windows', { windows: [closed] }, {}],
    [null, 'as long as it may be', {}, { ttlSeconds: 3600 }],
    ['ttl-too-long', 'a second longer', {}, { ttlSeconds: 3601 }],
    ['permission-not-granted', 'with one permission more', {}, { permissions: ['case:read', 'case:write'] }],
    ['permission-not-granted', 'with a permission spelt otherwise', {}, { permissions: ['Case:read'] }],
    ['needs-approval', 'where each has to be approved', { requiresSessionApproval: true }, {}],
    [null, 'below a parent', {}, { parent }],
    [null, 'at the depth allowed', {}, { parent: { ...parent, depth: 0 } }],
    ['chain-too-deep', 'deeper', {}, { parent: { ...parent, depth: 1 } }],
    ['chain-too-deep', 'below any where there may be no chain', { maxChainDepth: 0 }, { parent }],
    [
      'broader-than-parent',
      'with more than its parent holds',
      {},
      { parent: { ...parent, permissions: ['case:list'] } },
    ],
    ['broader-than-parent', 'below one of which nothing is known', {}, { parent: { ...parent, permissions: [] } }],
    ...Object.keys(LIVES.session).map(
      (status): [string | null, string, Partial<IssuableGrant>, Partial<IssueRequest>] => [
        status === 'active' ? null : 'parent-not-active',
        `below one that is ${status}`,
        {},
        { parent: { ...parent, status: status as (typeof parent)['status'], lockedUntil: null } },
      ],
    ),
    ['parent-not-active', 'below one that ends now', {}, { parent: { ...parent, expiresAt: NOW } }],
    [null, 'as the last that may be', {}, { liveSessions: 2 }],
    ['too-many-sessions', 'beyond', {}, { liveSessions: 3 }],
    [null, 'among any number where that is not bounded', { maxConcurrentSessions: null }, { liveSessions: 1_000_000 }],
  ])('is refused as %s %s', (code, _, bounds, wish) => {
    expect(codes(bounds, wish)).toEqual(code === null ? [] : [code])
  })

  it('may go on below a parent whose lock ran out, and not before', () => {
    const locked = { ...parent, status: 'locked' as never }
    expect(codes({}, { parent: { ...locked, lockedUntil: NOW as never } })).toEqual([])
    expect(codes({}, { parent: { ...locked, lockedUntil: at('+1s') as never } })).toEqual(['parent-not-active'])
  })

  it('is told every reason at once', () => {
    expect(codes({ status: 'revoked', expiresAt: NOW }, { ttlSeconds: 9999, permissions: ['x'] })).toEqual([
      'grant-not-active',
      'grant-expired',
      'ttl-too-long',
      'permission-not-granted',
    ])
  })

  it('ends when it was asked to, and never after its grant or its parent', () => {
    expect(sessionExpiry(grant, request, NOW)).toEqual(at('+1h'))
    expect(sessionExpiry({ ...grant, expiresAt: at('+10m') }, request, NOW)).toEqual(at('+10m'))
    expect(sessionExpiry(grant, { ...request, parent: { ...parent, expiresAt: at('+5m') } }, NOW)).toEqual(at('+5m'))
    expect(
      sessionExpiry({ ...grant, expiresAt: null }, { ...request, parent: { ...parent, expiresAt: null } }, NOW),
    ).toEqual(at('+1h'))
  })
})

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
    ['nothing about an end', { expiresAt: undefined }, false],
    ['a window', { windows: [window] }, true],
    ['a window a week long', { windows: [{ ...window, durationMinutes: 10_080 }] }, true],
    ['a longer one', { windows: [{ ...window, durationMinutes: 10_081 }] }, false],
    ['an eighth day', { windows: [{ ...window, weekdays: [8] }] }, false],
    ['no day', { windows: [{ ...window, weekdays: [] }] }, false],
    ['a zone of nowhere', { windows: [{ ...window, timeZone: 'Mars/Olympus' }] }, false],
    ['UTC', { windows: [{ ...window, timeZone: 'UTC' }] }, true],
    ['no session at once', { maxConcurrentSessions: 0 }, false],
  ])('with %s', (_, over, isAccepted) => {
    expect(accepts(over)).toBe(isAccepted)
  })
})
