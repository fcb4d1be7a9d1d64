import { describe, expect, it } from 'vitest'
import { breadthOf } from '@/lib/domain/breadth'
import { type GrantedOn, grantedAndUsed } from '@/lib/domain/granted-and-used'
import type { AccessLevel, Permission } from '@/lib/domain/permission'
import { NOW } from '@/tests/support/clock'

const permission = (key: string, accessLevel: AccessLevel): Permission => ({ key, accessLevel, categories: [] })
const known = [permission('read', 'read'), permission('write', 'write'), permission('list', 'list')]
const on = (id: string, keys: string[] | null): GrantedOn => ({
  system: { id, name: id, tier: 1 },
  keys,
  catalogue: new Map(known.map((each) => [each.key, each])),
})
const use = (key: string, allowed: number, systemId = 'a') => ({ systemId, key, allowed, denied: 0, lastAt: NOW })

describe('granted and used', () => {
  it('suggests the breadth of exactly what is both granted and used', () => {
    const { narrowed, used, granted } = grantedAndUsed([on('a', ['read', 'write'])], [use('read', 2), use('list', 9)])
    expect({ used, granted }).toEqual({ used: 1, granted: 2 })
    expect(narrowed).toBe(breadthOf([permission('read', 'read')], 1).score)
  })

  it('suggests nothing while any system of the grant is unknown, and says so of that system alone', () => {
    const result = grantedAndUsed([on('a', ['read']), on('b', null)], [use('read', 1), use('read', 1, 'b')])
    expect(result).toMatchObject({ granted: null, narrowed: null, used: 2 })
    expect(result.bySystem.get('a')).toBeGreaterThan(0)
    expect(result.bySystem.get('b')).toBeNull()
  })

  it('suggests nothing when what was used has no known weight', () => {
    expect(grantedAndUsed([on('a', ['odd'])], [use('odd', 1)]).narrowed).toBeNull()
  })

  it('counts the same permission on two systems as two', () => {
    const { lines } = grantedAndUsed([on('a', ['read']), on('b', ['read'])], [use('read', 3)])
    expect(lines.map((line) => [line.system.id, line.allowed])).toEqual([
      ['a', 3],
      ['b', 0],
    ])
  })
})
