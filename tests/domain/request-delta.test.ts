import { describe, expect, it } from 'vitest'
import type { Permission } from '@/lib/domain/permission'
import { deltaOf, type HeldReach, shareOfRights } from '@/lib/domain/request-delta'

const read: Permission = { key: 'case:read', accessLevel: 'read', categories: [] }
const write: Permission = { key: 'case:write', accessLevel: 'write', categories: [] }
const asked = { systemId: 'a', permissions: [read, write], tenants: [], resources: [] }
const held = (over: Partial<HeldReach> = {}): HeldReach => {
  return {
    grantId: 'g',
    systemId: 'a',
    keys: ['case:read'],
    tenants: [],
    resources: [],
    isSamePrincipal: true,
    ...over,
  }
}
const said = (...reach: HeldReach[]) =>
  Object.fromEntries(deltaOf([asked], reach).map(({ permission, delta }) => [permission.key, delta]))

describe('what is new', () => {
  it('is what no grant of the actor holds, and stands first', () => {
    expect(said(held())).toEqual({ 'case:write': 'new', 'case:read': 'has' })
    expect(deltaOf([asked], [held()]).map(({ delta }) => delta)).toEqual(['new', 'has'])
  })

  it('is not what is held elsewhere: another system gives nothing here', () => {
    expect(said(held({ systemId: 'b' }))).toEqual({ 'case:write': 'new', 'case:read': 'new' })
  })

  it('is wider where it is held for some tenants or resources only', () => {
    expect(said(held({ tenants: ['eu'] }))['case:read']).toBe('wider')
    expect(said(held({ resources: ['case/1'] }))['case:read']).toBe('wider')
    const within = { ...asked, tenants: ['eu'] }
    expect(deltaOf([within], [held({ tenants: ['eu', 'us'] })]).find(({ delta }) => delta === 'has')).toBeTruthy()
  })

  it('tells what the actor may do for another apart', () => {
    expect(said(held({ isSamePrincipal: false }))['case:read']).toBe('for-another')
    expect(said(held({ isSamePrincipal: false }), held())['case:read']).toBe('has')
  })
})

describe('the share of the principal’s rights', () => {
  const rights = { systemId: 'a', tier: 1 as const, permissions: [read, write] }

  it('is by weight, and 1 where all is asked for', () => {
    expect(shareOfRights([rights], [rights]).share).toBe(1)
    expect(shareOfRights([{ ...rights, permissions: [read] }], [rights]).share).toBeCloseTo(2 / 7)
  })

  it('is unknown, not zero, where nothing is known of the principal', () => {
    expect(shareOfRights([rights], [])).toEqual({ share: null, outside: 0 })
  })

  it('counts what the principal itself may not do', () => {
    expect(shareOfRights([rights], [{ ...rights, permissions: [read] }])).toEqual({ share: 1, outside: 1 })
  })
})
