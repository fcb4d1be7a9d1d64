import { describe, expect, it } from 'vitest'
import { canLock, canRevoke, effectiveStatus, isLive, lifetimeSeconds } from '@/lib/domain/delegated-session'
import { canTransition, LIVES, type Noun, type SessionStatus } from '@/lib/domain/life'
import { at, NOW } from '@/tests/support/clock'

describe('a life', () => {
  it('leads only to words it knows, and never from one to itself', () => {
    for (const life of Object.values(LIVES) as Record<string, readonly string[]>[]) {
      for (const [from, nexts] of Object.entries(life)) {
        expect(nexts.filter((to) => !(to in life) || to === from)).toEqual([])
      }
    }
  })

  it.each([
    ['grant', 'revoked'],
    ['grant', 'denied'],
    ['grant', 'expired'],
    ['session', 'revoked'],
    ['session', 'expired'],
    ['session', 'completed'],
    ['delivery', 'confirmed'],
    ['revocation', 'confirmed'],
    ['approval', 'denied'],
  ] as const)('of a %s that is %s is over for ever', (noun, status) => {
    expect(Object.keys(LIVES[noun]).filter((to) => canTransition(noun as Noun, status as never, to as never))).toEqual(
      [],
    )
  })

  it('of a session on its way out only goes on', () => {
    expect(LIVES.session.revoking).toEqual(['revoked', 'expired', 'completed'])
  })
})

describe('a delegated session', () => {
  const life = (status: SessionStatus, over: { expiresAt?: Date | null; lockedUntil?: Date | null } = {}) => ({
    status,
    expiresAt: at('+1h') as Date | null,
    lockedUntil: null as Date | null,
    ...over,
  })

  it('is expired from the moment of its end on, whatever its row says', () => {
    for (const status of ['scheduled', 'active', 'locked', 'revoking'] as const) {
      expect(effectiveStatus(life(status, { expiresAt: at('+1s') }), NOW)).toBe(status)
      expect(effectiveStatus(life(status, { expiresAt: NOW }), NOW)).toBe('expired')
      expect(isLive(life(status, { expiresAt: NOW }), NOW)).toBe(false)
      expect(effectiveStatus(life(status, { expiresAt: null }), NOW)).toBe(status)
    }
    expect(effectiveStatus(life('revoked', { expiresAt: NOW }), NOW)).toBe('revoked')
  })

  it('is active again when its lock ran out', () => {
    expect(effectiveStatus(life('locked', { lockedUntil: at('+1s') }), NOW)).toBe('locked')
    expect(effectiveStatus(life('locked', { lockedUntil: NOW }), NOW)).toBe('active')
    expect(effectiveStatus(life('locked'), NOW)).toBe('locked')
  })

  it('can be revoked or locked while it lives, once', () => {
    expect(canRevoke(life('locked', { lockedUntil: at('+1h') }), NOW)).toBe(true)
    expect(canRevoke(life('revoking'), NOW)).toBe(false)
    expect(canRevoke(life('active', { expiresAt: NOW }), NOW)).toBe(false)
    expect(canLock(life('active'), NOW)).toBe(true)
    expect(canLock(life('locked', { lockedUntil: at('+1h') }), NOW)).toBe(false)
    expect(canLock(life('revoking'), NOW)).toBe(false)
  })

  it('has a lifetime of null, not zero, when it never ends', () => {
    expect(lifetimeSeconds({ issuedAt: NOW, expiresAt: null })).toBeNull()
    expect(lifetimeSeconds({ issuedAt: NOW, expiresAt: at('+15m') })).toBe(900)
  })
})
