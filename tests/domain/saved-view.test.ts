import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { savedViewInput, viewQuery } from '@/lib/domain/saved-view'

describe('what an address says of how a list is shown', () => {
  it('leaves out where in the list one is, and what says nothing', () => {
    expect(viewQuery('?after=abc&before=d&finding=fnd_1&q=&tier=1')).toBe('tier=1')
    expect(viewQuery('')).toBe('')
    expect(viewQuery('?after=abc')).toBe('')
  })

  it('is the same however it came about, and said again', () => {
    const params = fc.uniqueArray(
      fc.tuple(fc.constantFrom('view', 'tier', 'q', 'cols', 'sort'), fc.string({ minLength: 1 })),
      {
        selector: ([key]) => key,
      },
    )
    fc.assert(
      fc.property(params, (pairs) => {
        const once = viewQuery(new URLSearchParams(pairs).toString())
        expect(viewQuery(new URLSearchParams(pairs.toReversed()).toString())).toBe(once)
        expect(viewQuery(once)).toBe(once)
        expect(Object.fromEntries(new URLSearchParams(once))).toEqual(Object.fromEntries(pairs))
      }),
    )
  })
})

describe('a view to save', () => {
  const refusal = (input: Record<string, unknown>) =>
    savedViewInput.safeParse({ list: '/grants', name: 'Mine', query: 'tier=1', ...input }).error?.issues[0]?.message

  it('has a list that there is, a name, and something to show otherwise than the list does', () => {
    expect(refusal({})).toBeUndefined()
    expect(refusal({ name: '  ' })).toBe('Give the view a name.')
    expect(refusal({ name: 'x'.repeat(61) })).toMatch(/60 characters/)
    expect(refusal({ query: '?after=abc' })).toMatch(/filter or sort it first/)
    expect(refusal({ query: `q=${'x'.repeat(2000)}` })).toMatch(/too many/)
    expect(refusal({ list: '/policies' })).toBeDefined()
    expect(refusal({ list: 'https://example.com' })).toBeDefined()
  })
})
