import { describe, expect, it } from 'vitest'
import { chooseGrant, type GrantWish, type NamedTarget } from '@/lib/domain/grant-choice'
import type { IssuableGrant } from '@/lib/domain/issuance'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { at, NOW } from '@/tests/support/clock'

type Made = Partial<IssuableGrant> & { on?: Record<string, string[]> }

/** A grant on systems by key, each with what it allows there; its URI is `https://<key>`. */
function grant(id: string, { on = { crm: ['read'] }, ...over }: Made = {}): IssuableGrant {
  const party = { id: 'p', name: 'p', status: 'active', kind: 'service', isThirdParty: false } as const
  const targets = Object.entries(on).map(([key, permissions]) => ({
    ...{ systemId: key, systemKey: key, resourceUri: `https://${key}`, tier: 2 as const, permissions },
    ...{ resources: [], tenants: [], systemName: key, systemKind: 'api' as const, environment: 'production' as const },
  }))
  return {
    ...{ id, orgId: 'o', name: id, status: 'active', startsAt: at('-1d'), expiresAt: null, targets, windows: [] },
    ...{ maxSessionTtlSeconds: 60, maxChainDepth: 0, maxConcurrentSessions: null, requiresSessionApproval: false },
    ...{ requiresDpop: false, idleTimeoutSeconds: null, purpose: null, ticket: null, principal: party, actor: party },
    ...{ liveSessions: 0, limits: DEFAULT_LIMITS, timeZone: 'UTC', guardrailsId: null },
    ...over,
  }
}

const audience = (name: string): NamedTarget => ({ by: 'audience', name })
const resource = (name: string): NamedTarget => ({ by: 'resource', name })
const wish = (targets: NamedTarget[] = [], permissions: string[] | null = null): GrantWish => ({ targets, permissions })

function chosen(grants: IssuableGrant[], asked: GrantWish) {
  const choice = chooseGrant(grants, asked, NOW)
  if (choice.verdict === 'one') return [choice.grant.id, ...choice.systemIds]
  return choice.verdict === 'several' ? choice.grants.map(({ id }) => id) : choice.lacks
}

describe('the grant that a request means', () => {
  it('is the only one there is', () => {
    expect(chosen([grant('a')], wish())).toEqual(['a'])
    expect(chosen([], wish())).toBe('grant')
  })

  it('is the one that covers what is named, by key or by URI', () => {
    const grants = [grant('a'), grant('b', { on: { billing: ['read'] } })]
    expect(chosen(grants, wish([audience('billing')]))).toEqual(['b', 'billing'])
    expect(chosen(grants, wish([audience('https://billing')]))).toEqual(['b', 'billing'])
    expect(chosen(grants, wish([resource('https://crm')]))).toEqual(['a', 'crm'])
    expect(chosen(grants, wish([resource('crm')]))).toBe('target')
    expect(chosen(grants, wish([audience('crm'), audience('billing')]))).toBe('target')
  })

  it('has every permission on every system that is named', () => {
    const both = grant('both', { on: { crm: ['read', 'write'], billing: ['read'] } })
    const grants = [grant('a', { on: { crm: ['read', 'write'] } }), both]
    const two = [audience('crm'), audience('billing')]
    expect(chosen(grants, wish(two, ['read']))).toEqual(['both', 'crm', 'billing'])
    expect(chosen(grants, wish(two, ['write']))).toEqual(['both', 'crm', 'billing'])
    expect(chosen(grants, wish([audience('crm')], ['write']))).toEqual(['a', 'both'])
  })

  it('is not one of several systems where none is named', () => {
    const both = grant('both', { on: { crm: ['read'], billing: ['read'] } })
    expect(chosen([grant('a'), both], wish())).toEqual(['a'])
    expect(chosen([both], wish())).toEqual(['both'])
  })

  it('is live where any live one fits, and else tells why it is not', () => {
    const over = grant('over', { expiresAt: at('-1m') })
    const early = grant('early', { startsAt: at('+1m') })
    expect(chosen([grant('a'), over, early, grant('off', { status: 'suspended' })], wish())).toEqual(['a'])
    expect(chosen([over], wish([audience('crm')]))).toEqual(['over', 'crm'])
    expect(chosen([grant('a', { on: { billing: ['read'] } }), over], wish([audience('crm')]))).toEqual(['over', 'crm'])
    expect(chosen([over, early], wish([audience('crm')]))).toBe('grant')
  })

  it('is told by what it lacks where it is the only one on the system', () => {
    expect(chosen([grant('a'), grant('b', { on: { billing: ['read'] } })], wish([audience('crm')], ['write']))).toEqual(
      ['a', 'crm'],
    )
    expect(chosen([grant('a'), grant('b')], wish([audience('crm')], ['write']))).toBe('permission')
  })

  it('covers each of the systems that share a URI', () => {
    const shared = grant('a', { on: { one: ['read', 'write'], two: ['read'] } })
    const targets = shared.targets.map((target) => ({ ...target, resourceUri: 'https://shared' }))
    expect(chosen([{ ...shared, targets }], wish([resource('https://shared')], ['read']))).toEqual(['a', 'one', 'two'])
  })
})
