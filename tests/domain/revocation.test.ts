import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionStatus } from '@/lib/domain/life'
import { latestEnd, planRevocation, type RevocableSession } from '@/lib/domain/revocation'
import { at, NOW } from '@/tests/support/clock'

const session = (id: string, over: Partial<RevocableSession> = {}): RevocableSession => ({
  id,
  parentId: null,
  grantId: 'g',
  status: 'active',
  expiresAt: at('+1h'),
  lockedUntil: null,
  origin: 'managed',
  connectorCanRevoke: false,
  isGrantActive: true,
  ...over,
})
const plan = (sessions: RevocableSession[], selectedIds: string[], keepChildrenUnderAnotherGrant = false) =>
  planRevocation(sessions, { selectedIds, keepChildrenUnderAnotherGrant, now: NOW })
const idsOf = (sessions: RevocableSession[], selectedIds: string[], keep = false) =>
  plan(sessions, selectedIds, keep).fates.map(({ sessionId }) => sessionId)

describe('a revocation', () => {
  it('fells children and their children, parents first', () => {
    const tree = [session('a'), session('b', { parentId: 'a' }), session('c', { parentId: 'b' }), session('other')]
    expect(idsOf(tree, ['a'])).toEqual(['a', 'b', 'c'])
    expect(idsOf(tree, ['b'])).toEqual(['b', 'c'])
  })

  it('keeps children under another active grant when told so, with all below them', () => {
    const tree = [
      session('a'),
      session('own', { parentId: 'a', grantId: 'h' }),
      session('below', { parentId: 'own', grantId: 'h' }),
      session('same', { parentId: 'a' }),
      session('dead', { parentId: 'a', grantId: 'h', isGrantActive: false }),
      session('none', { parentId: 'a', grantId: null }),
    ]
    expect(idsOf(tree, ['a'], true)).toEqual(['a', 'same', 'dead', 'none'])
    expect(plan(tree, ['a'], true).leftOut).toEqual([{ sessionId: 'own', reason: 'kept-under-its-own-grant' }])
    expect(idsOf(tree, ['a'])).toHaveLength(6)
    expect(idsOf(tree, ['a', 'own'], true)).toContain('below')
  })

  it.each<[string, Partial<RevocableSession>, string]>([
    ['revoked', { status: 'revoked' }, 'already-ended'],
    ['expired', { status: 'expired' }, 'already-ended'],
    ['completed', { status: 'completed' }, 'already-ended'],
    ['active past its end', { expiresAt: NOW }, 'already-ended'],
    ['revoking', { status: 'revoking' }, 'already-revoking'],
    ['revoking past its end', { status: 'revoking', expiresAt: NOW }, 'already-ended'],
  ])('leaves out one that is %s, and says why', (_, over, reason) => {
    expect(plan([session('a', over)], ['a'])).toEqual({ fates: [], leftOut: [{ sessionId: 'a', reason }] })
  })

  it('reaches what is alive below a descendant that is over, however that was selected', () => {
    const tree = [
      session('a'),
      session('over', { parentId: 'a', status: 'expired' }),
      session('c', { parentId: 'over' }),
    ]
    expect(idsOf(tree, ['a'])).toEqual(['a', 'c'])
    expect(idsOf(tree, ['a', 'over'])).toEqual(['a', 'c'])
    expect(idsOf(tree.toReversed(), ['over', 'a'])).toEqual(['a', 'c'])
    expect(idsOf(tree, ['over'])).toEqual([])
  })

  it('says the truth about each: at once, when confirmed, or at its end', () => {
    const observed = { origin: 'observed' } as const
    const { fates } = plan(
      [
        session('m'),
        session('r', { ...observed, connectorCanRevoke: true }),
        session('o', { ...observed, expiresAt: null }),
      ],
      ['m', 'r', 'o'],
    )
    expect(fates.map(({ effect, to, mayWorkUntil }) => [effect, to, mayWorkUntil])).toEqual([
      ['ends-now', 'revoked', null],
      ['ends-when-confirmed', 'revoking', at('+1h')],
      ['ends-at-expiry', 'revoking', null],
    ])
    expect(latestEnd(fates)).toBeNull()
    expect(latestEnd(fates.slice(0, 2))).toEqual(at('+1h'))
    expect(latestEnd(fates.slice(0, 1))).toBeUndefined()
  })

  const statuses: SessionStatus[] = ['active', 'locked', 'revoking', 'revoked', 'expired']
  const forest = fc
    .array(fc.tuple(fc.nat(8), fc.constantFrom(...statuses), fc.boolean()), { maxLength: 9 })
    .map((rows) =>
      rows.map(([up, status, isOther], index) => {
        const parentId = index > 0 && up < index ? String(up) : null
        return session(String(index), { parentId, status, grantId: isOther ? 'h' : 'g' })
      }),
    )

  it('of more never ends less', () => {
    fc.assert(
      fc.property(forest, fc.subarray(['0', '1', '2', '3']), fc.nat(8), (sessions, some, another) => {
        const fewer = idsOf(sessions, some)
        const more = idsOf(sessions, [...some, String(another)])
        expect(fewer.filter((id) => !more.includes(id))).toEqual([])
      }),
    )
  })

  it('tells each session once, and ends none that is over', () => {
    fc.assert(
      fc.property(forest, fc.subarray(['0', '1', '2', '3']), fc.boolean(), (sessions, selected, keep) => {
        const { fates, leftOut } = plan(sessions, selected, keep)
        const told = [...fates, ...leftOut].map(({ sessionId }) => sessionId)
        expect(new Set(told).size).toBe(told.length)
        const live = new Set(sessions.filter(({ status }) => ['active', 'locked'].includes(status)).map(({ id }) => id))
        expect(fates.filter(({ sessionId }) => !live.has(sessionId))).toEqual([])
      }),
    )
  })
})
