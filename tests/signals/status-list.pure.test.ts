import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIST_SIZE, statusIndex } from '@/lib/signals/status-index'
import { encodeStatusList, type StatusBits } from '@/lib/signals/status-list'
import { decodeStatusList } from '@/tests/support/decode-status-list'

const pairs = (values: number[]) => values.map((value, idx) => [idx, value] as const)

describe('a status list', () => {
  it.each([
    [1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], 'eNrbuRgAAhcBXQ'],
    [2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], 'eNo76fITAAPfAgc'],
  ] as const)("of %i bits is byte for byte the draft's own", (bits, values, lst) => {
    expect(encodeStatusList(pairs([...values]), values.length, bits)).toEqual({ bits, lst })
  })

  it('holds what was put in, for any size and number of bits', () => {
    const list = fc
      .constantFrom<StatusBits>(1, 2, 4, 8)
      .chain((bits) =>
        fc
          .array(fc.nat({ max: (1 << bits) - 1 }), { minLength: 1, maxLength: 200 })
          .map((values) => ({ bits, values })),
      )
    fc.assert(
      fc.property(list, ({ bits, values }) => {
        const statuses = decodeStatusList(encodeStatusList(pairs(values), values.length, bits))
        expect(statuses.slice(0, values.length)).toEqual(values)
      }),
    )
  })
})

describe('an index', () => {
  it.each([0, 1, 77])('of list %i is never given twice, and is within the list', (list) => {
    const seen = new Uint8Array(LIST_SIZE)
    let outside = 0
    for (let number = list * LIST_SIZE; number < (list + 1) * LIST_SIZE; number++) {
      const index = statusIndex(number)
      if (index.list !== list || index.idx >= LIST_SIZE) outside++
      seen[index.idx] = (seen[index.idx] ?? 0) + 1
    }
    expect(outside).toBe(0)
    expect(seen.every((times) => times === 1)).toBe(true)
  })

  it('does not tell which token came first', () => {
    const first = Array.from({ length: 1000 }, (_, number) => statusIndex(number).idx)
    const rising = first.filter((idx, at) => at > 0 && idx > (first[at - 1] ?? 0)).length
    expect(rising).toBeGreaterThan(400)
    expect(rising).toBeLessThan(600)
    expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(LIST_SIZE * 0.9)
    expect(statusIndex(0).idx).not.toBe(statusIndex(LIST_SIZE).idx)
  })
})
