import { afterEach, expect, test, vi } from 'vitest'
import { onEndSignal } from '@/lib/runtime/on-end-signal'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const before = signals.map((signal) => process.listeners(signal))

afterEach(() => {
  vi.useRealTimers()
  for (const [index, signal] of signals.entries())
    for (const listener of process.listeners(signal))
      if (!before[index]?.includes(listener)) process.removeListener(signal, listener)
})

test('one Ctrl-C, which npm hands on a second time, ends in order; another one a second later ends at once', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const [end, endAtOnce] = [vi.fn(), vi.fn()]
  onEndSignal(end, endAtOnce)
  process.emit('SIGINT')
  vi.advanceTimersByTime(300)
  process.emit('SIGINT')
  process.emit('SIGTERM')
  expect([end.mock.calls.length, endAtOnce.mock.calls.length]).toEqual([1, 0])
  vi.advanceTimersByTime(800)
  process.emit('SIGINT')
  expect([end.mock.calls.length, endAtOnce.mock.calls.length]).toEqual([1, 1])
})
