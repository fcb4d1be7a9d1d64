import { decode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { authenticationTime, encodeUntilEnd } from '@/lib/auth/options'
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

it('a cookie that is renewed ends when the sign-in does, and lets nobody in after it', async () => {
  const secret = 'thirty-two characters and more of it'
  const renew = (endsAt: number) => encodeUntilEnd({ token: { sub: 'rosa', endsAt }, secret, maxAge: 12 * 3600 })
  const now = Math.floor(Date.now() / 1000)
  expect((await decode({ token: await renew(now + 60), secret }))?.exp).toBeLessThanOrEqual(now + 61)
  await expect(decode({ token: await renew(now - 60), secret })).rejects.toThrow()
})
