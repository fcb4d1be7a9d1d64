import { expect, it } from 'vitest'
import { RateLimiter } from '@/lib/domain/rate-limiter'
import { at, NOW } from '@/tests/support/clock'

const take = (limiter: RateLimiter, times: number, now = NOW) =>
  Array.from({ length: times }, () => limiter.take('client', 60, now))

it('lets through as many at once as a minute has, then as they come back, and says when the next one does', () => {
  const limiter = new RateLimiter()
  expect(take(limiter, 60)).toEqual(Array(60).fill(null))
  expect(take(limiter, 2)).toEqual([1, 1])
  expect(take(limiter, 6, at('+5s')).filter((wait) => wait === null)).toHaveLength(5)
})

it('saves up no more than a minute', () => {
  const limiter = new RateLimiter()
  take(limiter, 1)
  expect(take(limiter, 61, at('+1d')).at(-1)).toBe(1)
})

it('keeps clients apart', () => {
  const limiter = new RateLimiter()
  take(limiter, 60)
  expect(limiter.take('another', 60, NOW)).toBeNull()
})

it('gives nobody more, and takes nothing away, when the clock is set back', () => {
  const limiter = new RateLimiter()
  take(limiter, 60)
  expect(take(limiter, 1, at('-1h'))).toEqual([1])
  expect(take(limiter, 1, NOW)).toEqual([1])
  expect(take(limiter, 1, at('+1s'))).toEqual([null])
})

it('holds a limit that was lowered at once', () => {
  const limiter = new RateLimiter()
  limiter.take('client', 6000, NOW)
  expect(Array.from({ length: 3 }, () => limiter.take('client', 2, NOW))).toEqual([null, null, 30])
})
