import { describe, expect, it, vi } from 'vitest'
import { addTallies, countSkip, describeTally, NOTHING, type Tally } from './tally'

const empty = (): Tally => ({ passed: 0, failed: 0, skipped: [] })

describe('the count at the end of a run', () => {
  it('is one line over all suites', () => {
    const first = { ...NOTHING, passed: 2, failed: 1 }
    const second = { ...NOTHING, passed: 3, skipped: [{ name: 'a', reason: 'b' }] }
    expect(describeTally(addTallies([first, second]))).toBe('5 passed, 1 failed, 1 skipped')
    expect(describeTally(first)).toBe('2 passed, 1 failed')
  })

  it('takes a skip only with its reason', () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const tally = empty()
    countSkip(tally, 'a', 'needs another machine')
    countSkip(tally, 'b', undefined)
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: [{ name: 'a', reason: 'needs another machine' }] })
  })
})
