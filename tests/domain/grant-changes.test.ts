import { describe, expect, it } from 'vitest'
import { type ChangeableGrant, changesOf } from '@/lib/domain/grant-changes'
import { at } from '@/tests/support/clock'

const grant = (over: Partial<ChangeableGrant> = {}): ChangeableGrant => ({
  ...{ origin: 'managed', status: 'active', expiresAt: at('+1d'), hasBegun: true },
  ...{ hasOpenChange: false, isBreakGlass: false },
  ...over,
})

describe('what can be asked about a grant', () => {
  it.each([
    ['stands', {}, ['extend', 'widen', 'narrow', 'renew']],
    ['never ends', { expiresAt: null }, ['widen', 'narrow']],
    ['has a change that waits', { hasOpenChange: true }, ['narrow', 'renew']],
    ['waits itself', { status: 'pending', hasBegun: false }, []],
    ['has expired', { status: 'expired' }, ['renew']],
    ['was denied', { status: 'denied', hasBegun: false }, ['again']],
    ['was withdrawn', { status: 'revoked', hasBegun: false }, ['again']],
    ['is only observed', { origin: 'observed' }, []],
    ['broke the glass', { isBreakGlass: true }, ['narrow']],
    ['broke the glass and is over', { isBreakGlass: true, status: 'expired' }, []],
  ] as const)('one that %s', (_, over, possible) => {
    expect(changesOf(grant(over))).toEqual(possible)
  })
})
