import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { log } from '@/lib/log'
import { Lookout } from '@/lib/runtime/lookout'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a database that goes away and comes back is one line each in the log, however often it is tried', async () => {
  const [warn, info] = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'info')]
  let isAway = false
  const look = vi.fn(async (_isBack: boolean) => {
    if (isAway) throw new Error('connect ECONNREFUSED')
  })
  const lookout = new Lookout(look)
  await lookout.begin()
  isAway = true
  for (let connection = 0; connection < 6; connection++) lookout.noteLost(new Error('terminating connection'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(look.mock.calls.length).toBeGreaterThan(10)
  isAway = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect([warn.mock.calls.length, info.mock.calls.length]).toEqual([1, 1])
  expect(look).toHaveBeenLastCalledWith(true)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(look).toHaveBeenLastCalledWith(false)
  lookout.end()
  expect(vi.getTimerCount()).toBe(0)
})

test('a look that began before the loss does not take the database for found', async () => {
  const info = vi.spyOn(log, 'info')
  const waiting: (() => void)[] = []
  const lookout = new Lookout(() => new Promise((found) => waiting.push(found)))
  const first = lookout.begin()
  lookout.noteLost(new Error('terminating connection'))
  waiting.pop()?.()
  await first
  expect(info).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1_000)
  waiting.pop()?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(info).toHaveBeenCalledOnce()
  lookout.end()
})
