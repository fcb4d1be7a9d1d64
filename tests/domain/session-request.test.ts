import { describe, expect, it } from 'vitest'
import type { ApprovalStatus } from '@/lib/domain/life'
import { askedSession, effectiveRequestStatus } from '@/lib/domain/session-request'
import { at, NOW } from '@/tests/support/clock'

describe('a request for a session', () => {
  const status = (over: { status?: ApprovalStatus; expiresAt?: Date; decidedAt?: Date }) =>
    effectiveRequestStatus({ status: 'pending', expiresAt: at('+1h'), decidedAt: null, ...over }, NOW)

  it('has lapsed from its end on, whatever its row still says', () => {
    expect(status({})).toBe('pending')
    expect(status({ expiresAt: NOW })).toBe('lapsed')
  })

  it('that was approved can be taken for an hour', () => {
    const approved = { status: 'approved', expiresAt: at('-1h') } as const
    expect(status({ ...approved, decidedAt: at('-59m') })).toBe('approved')
    expect(status({ ...approved, decidedAt: at('-60m') })).toBe('lapsed')
  })

  it('keeps the limits of as many systems as a grant has', () => {
    const authorizationDetails = Array.from({ length: 100 }, (_, n) => ({ type: 'tenant_access', tenants: [`${n}`] }))
    const stored = askedSession.shape.authorizationDetails.parse(authorizationDetails)
    expect(stored).toEqual(authorizationDetails)
  })

  it('stays denied', () => {
    expect(status({ status: 'denied', expiresAt: at('-1d'), decidedAt: at('-1d') })).toBe('denied')
  })
})
