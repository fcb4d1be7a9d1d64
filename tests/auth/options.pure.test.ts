import { describe, expect, it } from 'vitest'
import { authenticationTime } from '@/lib/auth/options'
import { NOW } from '@/tests/support/clock'

const seconds = Math.floor(NOW.getTime() / 1000)

describe('when somebody proved who they are', () => {
  it('is what the identity provider signed', () => {
    expect(authenticationTime(seconds - 300, NOW)).toBe(seconds - 300)
  })

  it('is never of the future, however its clock goes', () => {
    expect(authenticationTime(seconds + 3600, NOW)).toBe(seconds)
  })

  it.each([undefined, null, '1790000000', Number.NaN, Number.POSITIVE_INFINITY, 0, -5])(
    'is not known where the provider says %s: then nothing is proved',
    (told) => {
      expect(authenticationTime(told, NOW)).toBeUndefined()
    },
  )
})
