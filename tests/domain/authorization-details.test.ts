import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthorizationDetail, coversDetail, parseAuthorizationDetails } from '@/lib/domain/authorization-details'

const tenants = (names: string[], over: object = {}): AuthorizationDetail => ({
  type: 'tenant_access',
  tenants: names,
  ...over,
})

describe('authorization_details', () => {
  it('are read as they were written', () => {
    const details = [
      tenants(['acme'], { locations: ['https://tickets.example.com'], actions: ['case:read'] }),
      { type: 'resource_access', identifiers: ['case/1', 'case/2*'] },
    ]
    expect(parseAuthorizationDetails(JSON.stringify(details))).toEqual(details)
  })

  it.each([
    ['what is not JSON', '{'],
    ['what is not a list', '{"type":"tenant_access","tenants":["a"]}'],
    ['a type that nobody knows', '[{"type":"payment","tenants":["a"]}]'],
    ['no type', '[{"tenants":["a"]}]'],
    ['a field that nobody knows', '[{"type":"tenant_access","tenants":["a"],"amount":1}]'],
    ['the field of another type', '[{"type":"tenant_access","identifiers":["a"]}]'],
    ['a missing field', '[{"type":"resource_access"}]'],
    ['no name', '[{"type":"tenant_access","tenants":[]}]'],
    ['an empty name', '[{"type":"tenant_access","tenants":[""]}]'],
    ['a wrong value', '[{"type":"tenant_access","tenants":"a"}]'],
    ['locations that are no list', '[{"type":"tenant_access","tenants":["a"],"locations":"x"}]'],
    ['no location', '[{"type":"tenant_access","tenants":["a"],"locations":[]}]'],
  ])('are refused with %s', (_, text) => {
    expect(() => parseAuthorizationDetails(text)).toThrow(
      expect.objectContaining({ code: 'invalid_authorization_details' }),
    )
  })
})

describe('a detail covers', () => {
  const at = (...locations: string[]) => tenants(['a'], { locations })
  it.each<[boolean, string, AuthorizationDetail, AuthorizationDetail]>([
    [true, 'itself', tenants(['a', 'b']), tenants(['b', 'a'])],
    [false, 'a name more', tenants(['a']), tenants(['a', 'b'])],
    [true, 'what begins so', tenants(['eu-*']), tenants(['eu-1', 'eu-', 'eu-x*'])],
    [false, 'what begins otherwise', tenants(['eu-*']), tenants(['eu'])],
    [false, 'more that begins so', tenants(['eu-1*']), tenants(['eu-*'])],
    [false, 'everything by one name', tenants(['a']), tenants(['*'])],
    [false, 'another type', tenants(['a']), { type: 'resource_access', identifiers: ['a'] }],
    [true, 'a location less', at('x', 'y'), at('x')],
    [false, 'another location', at('x'), at('x', 'y')],
    [true, 'a location where it has all', tenants(['a']), at('x')],
    [false, 'all where it has one', at('x'), tenants(['a'])],
    [false, 'all actions where it has one', tenants(['a'], { actions: ['read'] }), tenants(['a'])],
    [true, 'an action of it', tenants(['a'], { actions: ['read', 'list'] }), tenants(['a'], { actions: ['list'] })],
  ])('%s: %s', (expected, _, allowed, asked) => {
    expect(coversDetail(allowed, asked)).toBe(expected)
  })

  it('whatever is covered by what it covers', () => {
    const names = fc.uniqueArray(fc.constantFrom('*', 'a', 'a*', 'ab', 'ab*', 'b'), { minLength: 1 })
    const words = fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 })
    const any = fc
      .record({ tenants: names, locations: words, actions: words }, { requiredKeys: ['tenants'] })
      .map((over) => tenants(over.tenants, over))
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(coversDetail(a, a)).toBe(true)
        if (coversDetail(a, b) && coversDetail(b, c)) expect(coversDetail(a, c)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})
