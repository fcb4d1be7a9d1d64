import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthorizationDetail, coversDetail } from '@/lib/domain/authorization-details'
import {
  decideIssuance,
  type IssuableGrant,
  type IssuableTarget,
  type ParentSession,
  policyLifetimeSeconds,
  type Wish,
} from '@/lib/domain/issuance'
import { LIVES } from '@/lib/domain/life'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { isWithinWindows } from '@/lib/domain/window'
import { at, NOW } from '@/tests/support/clock'

const ticketing: IssuableTarget = {
  systemId: 'ticketing',
  systemKey: 'tickets',
  systemName: 'Tickets',
  systemKind: 'api',
  environment: 'production',
  resourceUri: 'https://tickets.example.com',
  tier: 2,
  permissions: ['case:list', 'case:read'],
  resources: [],
  tenants: [],
}
const mail: IssuableTarget = { ...ticketing, systemId: 'mail', systemKey: 'mail', resourceUri: null, tier: 3 }
const party = (id: string) => ({ id, name: id, status: 'active' as const, kind: 'agent' as const, isThirdParty: false })

const grant: IssuableGrant = {
  ...{ id: 'grant', orgId: 'org', name: 'Answer cases', status: 'active', purpose: null, ticket: null },
  ...{ startsAt: at('-1d'), expiresAt: at('+30d'), maxSessionTtlSeconds: 3600, maxChainDepth: 1 },
  ...{ maxConcurrentSessions: 3, requiresSessionApproval: false, requiresDpop: false, idleTimeoutSeconds: null },
  windows: [],
  targets: [ticketing],
  principal: party('Ines'),
  actor: party('support-agent'),
  liveSessions: 0,
  limits: DEFAULT_LIMITS,
  timeZone: 'UTC',
  guardrailsId: null,
}
const wish: Wish = {
  systemIds: [],
  permissions: ['case:read'],
  ttlSeconds: 3600,
  authorizationDetails: null,
  clientScopes: [],
  subject: null,
  parent: null,
  isDpopBound: false,
  isApproved: false,
  liveSessions: 0,
  maxLifetimeSeconds: null,
}
const parent: ParentSession = {
  id: 'parent',
  status: 'active',
  principalId: 'Ines',
  depth: 0,
  expiresAt: at('+1h'),
  systemIds: ['ticketing', 'mail'],
  permissions: ['case:list', 'case:read'],
  authorizationDetails: [],
  actorIds: ['desk-agent'],
  maxChainDepth: null,
}

const decide = (bounds: Partial<IssuableGrant>, over: Partial<Wish> = {}) =>
  decideIssuance({ ...grant, ...bounds }, { ...wish, ...over }, NOW)
const codes = (bounds: Partial<IssuableGrant>, over: Partial<Wish> = {}) =>
  decide(bounds, over).refusals.map(({ code }) => code)
const termsOf = (bounds: Partial<IssuableGrant>, over: Partial<Wish> = {}) => {
  const { terms, refusals } = decide(bounds, over)
  if (!terms) throw new Error(JSON.stringify(refusals))
  return terms
}

const closed = { weekdays: [2], startMinute: 0, durationMinutes: 60, timeZone: 'UTC' }
const open = { weekdays: [1], startMinute: 0, durationMinutes: 750, timeZone: 'UTC' }
const tenants = (names: string[], over: object = {}): AuthorizationDetail => ({
  type: 'tenant_access',
  tenants: names,
  ...over,
})
const acme = { ...ticketing, tenants: ['acme', 'eu-*'] }
const both = { targets: [ticketing, mail] }
type Row = [string | null, string, Partial<IssuableGrant>, Partial<Wish>]

describe('a session under a grant', () => {
  it.each<Row>([
    [null, 'within every bound', {}, {}],
    ...Object.keys(LIVES.grant).map(
      (status): Row => [
        status === 'active' ? null : 'grant-not-active',
        `of a grant that is ${status}`,
        { status: status as IssuableGrant['status'] },
        {},
      ],
    ),
    [null, 'of one that starts now', { startsAt: NOW }, {}],
    ['grant-not-started', 'of one that starts in a second', { startsAt: at('+1s') }, {}],
    [null, 'of one that ends in a second', { expiresAt: at('+1s') }, {}],
    [null, 'of one that never ends', { expiresAt: null }, {}],
    ['grant-expired', 'of one that ends now', { expiresAt: NOW }, {}],
    ['grant-expired', 'of one that ends within this second', { expiresAt: new Date(NOW.getTime() + 900) }, {}],
    ...Object.keys(LIVES.identity).flatMap((status): Row[] => {
      const changed = { ...party('Ines'), status: status as 'active' }
      return [
        [status === 'active' ? null : 'principal-not-active', `for one ${status}`, { principal: changed }, {}],
        [status === 'active' ? null : 'actor-not-active', `by one ${status}`, { actor: { ...changed, id: 'x' } }, {}],
      ]
    }),
    ['system-not-granted', 'on another system', {}, { systemIds: ['payments'] }],
    ['system-not-granted', 'on one that is granted and another', {}, { systemIds: ['ticketing', 'payments'] }],
    ['system-not-granted', 'on one of several that is not named', both, {}],
    [null, 'on one of several', both, { systemIds: ['mail'] }],
    [null, 'on all of several', both, { systemIds: ['mail', 'ticketing'] }],
    [
      'permission-not-granted',
      'with what only one of two systems allows',
      { targets: [ticketing, { ...mail, permissions: ['case:list'] }] },
      { systemIds: ['ticketing', 'mail'] },
    ],
    ['permission-not-granted', 'with one permission more', {}, { permissions: ['case:read', 'case:write'] }],
    ['permission-not-granted', 'with a permission spelt otherwise', {}, { permissions: ['Case:read'] }],
    ['permission-not-granted', 'with none', {}, { permissions: [] }],
    [null, 'with all that there is', {}, { permissions: null }],
    [
      'permission-not-granted',
      'with all where there is none in common',
      {},
      { permissions: null, clientScopes: ['mail:send'] },
    ],
    [null, 'within the maximum of its client', {}, { clientScopes: ['case:read'] }],
    ['beyond-client-maximum', 'beyond it', {}, { clientScopes: ['case:list'] }],
    [null, 'within its subject token', {}, { subject: { expiresAt: at('+1m'), scopes: ['case:read'] } }],
    [null, 'of one that says nothing about scope', {}, { subject: { expiresAt: null, scopes: null } }],
    ['beyond-subject', 'beyond it', {}, { subject: { expiresAt: at('+1m'), scopes: ['case:list'] } }],
    ['beyond-subject', 'of one that says: no scope', {}, { subject: { expiresAt: at('+1m'), scopes: [] } }],
    ['beyond-subject', 'of one that has expired', {}, { subject: { expiresAt: NOW, scopes: null } }],
    [null, 'below a parent', {}, { parent }],
    [null, 'below one that never ends', {}, { parent: { ...parent, expiresAt: null } }],
    ...Object.keys(LIVES.session).map(
      (status): Row => [
        status === 'active' ? null : 'parent-not-active',
        `below one that is ${status}`,
        {},
        { parent: { ...parent, status: status as ParentSession['status'] } },
      ],
    ),
    ['parent-not-active', 'below one that ends now', {}, { parent: { ...parent, expiresAt: NOW } }],
    ['principal-differs', 'below one for somebody else', {}, { parent: { ...parent, principalId: 'Nora' } }],
    [
      'actor-already-in-chain',
      'back by an actor of before',
      {},
      { parent: { ...parent, actorIds: ['desk-agent', 'support-agent'] } },
    ],
    [
      null,
      'as less of its own, where nothing may be handed on',
      { maxChainDepth: 0 },
      { parent: { ...parent, maxChainDepth: 0, actorIds: ['support-agent', 'desk-agent'] } },
    ],
    [
      'chain-too-deep',
      'as less of its own for the 33rd time',
      { maxChainDepth: null },
      { parent: { ...parent, actorIds: Array(32).fill('support-agent') } },
    ],
    ['chain-too-deep', 'below one that may not be handed on', {}, { parent: { ...parent, maxChainDepth: 0 } }],
    ['actor-already-in-chain', 'back by the principal', { actor: party('Ines') }, { parent }],
    [null, 'by the principal itself', { actor: party('Ines') }, {}],
    ['chain-too-deep', 'deeper than allowed', {}, { parent: { ...parent, depth: 1 } }],
    ['chain-too-deep', 'below any where there may be no chain', { maxChainDepth: 0 }, { parent }],
    [null, 'at any depth where that is not bounded', { maxChainDepth: null }, { parent: { ...parent, depth: 9 } }],
    ['broader-than-parent', 'with more than its parent', {}, { parent: { ...parent, permissions: ['case:list'] } }],
    ['broader-than-parent', 'below one of which nothing is known', {}, { parent: { ...parent, permissions: [] } }],
    ['broader-than-parent', 'where its parent is not', {}, { parent: { ...parent, systemIds: ['mail'] } }],
    [null, 'in a tenant granted', { targets: [acme] }, { authorizationDetails: [tenants(['acme', 'eu-1'])] }],
    ['details-not-granted', 'in another', { targets: [acme] }, { authorizationDetails: [tenants(['acme', 'us-1'])] }],
    ['details-not-granted', 'in all', { targets: [acme] }, { authorizationDetails: [tenants(['*'])] }],
    [null, 'in one where none is bounded', {}, { authorizationDetails: [tenants(['us-1'])] }],
    [
      'details-not-granted',
      'somewhere else',
      {},
      { authorizationDetails: [tenants(['acme'], { locations: ['https://pay.example.com'] })] },
    ],
    [
      'details-not-granted',
      'to do what is not in scope',
      {},
      { authorizationDetails: [tenants(['acme'], { actions: ['case:list'] })] },
    ],
    [null, 'to do what is', {}, { authorizationDetails: [tenants(['acme'], { actions: ['case:read'] })] }],
    [
      'details-not-granted',
      'below a parent in another tenant',
      {},
      { parent: { ...parent, authorizationDetails: [tenants(['acme'])] }, authorizationDetails: [tenants(['eu-1'])] },
    ],
    [
      'details-not-granted',
      'below a parent with which its grant shares no tenant',
      { targets: [acme] },
      { parent: { ...parent, authorizationDetails: [tenants(['us-1'])] } },
    ],
    ['outside-window', 'outside its windows', { windows: [closed] }, {}],
    [null, 'inside one of them', { windows: [closed, open] }, {}],
    [null, 'as long as it may be', {}, { ttlSeconds: 3600 }],
    ['ttl-too-long', 'a second longer', {}, { ttlSeconds: 3601 }],
    ['ttl-too-long', 'where policy allows none', {}, { maxLifetimeSeconds: 0 }],
    [null, 'as the last that may be', {}, { liveSessions: 2 }],
    ['too-many-sessions', 'beyond', {}, { liveSessions: 3 }],
    [null, 'among any number where that is not bounded', { maxConcurrentSessions: null }, { liveSessions: 1_000_000 }],
    ['dpop-required', 'without a proof', { requiresDpop: true }, {}],
    [null, 'with one', { requiresDpop: true }, { isDpopBound: true }],
    ['needs-approval', 'where each has to be approved', { requiresSessionApproval: true }, {}],
    [null, 'that was', { requiresSessionApproval: true }, { isApproved: true }],
  ])('is refused as %s %s', (code, _, bounds, over) => {
    const { refusals, terms, checks } = decide(bounds, over)
    expect(refusals.map((refusal) => refusal.code)).toEqual(code === null ? [] : [code])
    expect(terms === null).toBe(code !== null)
    expect(checks.filter(({ verdict }) => verdict === 'refuses').map((check) => check.code)).toEqual(
      refusals.map((refusal) => refusal.code),
    )
  })

  it('is told every reason at once, and that it needs approval only when that is all', () => {
    const over = { ttlSeconds: 9999, permissions: ['x'] }
    expect(codes({ status: 'revoked', expiresAt: NOW, requiresSessionApproval: true }, over)).toEqual([
      'grant-not-active',
      'grant-expired',
      'permission-not-granted',
      'ttl-too-long',
    ])
  })

  it.each([
    ['when the next window opens', { windows: [closed] }, {}, '2026-11-24T00:00+00:00 UTC'],
    ['the maximum TTL', {}, { ttlSeconds: 3601 }, 'At most 3600 s'],
    ['the scopes allowed', {}, { permissions: ['x'] }, 'case:list, case:read'],
    ['the scopes of the client', {}, { clientScopes: ['case:list'] }, 'It may have case:list'],
    ['the systems', {}, { systemIds: ['x'] }, 'https://tickets.example.com'],
    ['the tenants', { targets: [acme] }, { authorizationDetails: [tenants(['us'])] }, 'acme, eu-*'],
    ['the number of sessions', {}, { liveSessions: 3 }, 'At most 3'],
  ])('is told what would pass: %s', (_, bounds, over, text) => {
    expect(decide(bounds, over).refusals[0]?.message).toContain(text)
  })
})

describe('the terms of a session', () => {
  it.each<[string, string, Partial<IssuableGrant>, Partial<Wish>, Date]>([
    ['wish', 'as was asked', {}, { ttlSeconds: 60 }, at('+1m')],
    ['grant', 'as long as its grant lets one', {}, { ttlSeconds: null }, at('+1h')],
    ['grant', 'with its grant', { expiresAt: at('+10m') }, {}, at('+10m')],
    ['parent', 'with its parent', {}, { parent: { ...parent, expiresAt: at('+5m') } }, at('+5m')],
    ['subject', 'with its subject token', {}, { subject: { expiresAt: at('+4m'), scopes: null } }, at('+4m')],
    ['policy', 'as policy has it', {}, { maxLifetimeSeconds: 120 }, at('+2m')],
    ['window', 'with its window', { windows: [open] }, {}, at('+30m')],
  ])('end with the %s: %s', (endsWith, _, bounds, over, expiresAt) => {
    expect(termsOf(bounds, over)).toMatchObject({ endsWith, expiresAt })
  })

  it('end on a whole second, never later', () => {
    const now = new Date(NOW.getTime() + 700)
    expect(decideIssuance(grant, { ...wish, ttlSeconds: 60 }, now).terms?.expiresAt).toEqual(at('+1m'))
  })

  it('hold all that everybody allows where no permission is named', () => {
    const everything = ['case:list', 'case:read', 'case:write']
    const over = { permissions: null, clientScopes: everything, parent: { ...parent, permissions: ['case:read'] } }
    expect(termsOf({}, over).permissions).toEqual(['case:read'])
    expect(termsOf({}, { permissions: null }).permissions).toEqual(['case:list', 'case:read'])
  })

  it('carry what the grant is limited to, wherever nothing narrower was asked for', () => {
    const limited = { ...acme, resources: ['case/*'] }
    const where = { locations: ['https://tickets.example.com'] }
    const resources = { type: 'resource_access', ...where, identifiers: ['case/*'] }
    expect(termsOf({ targets: [limited] }).authorizationDetails).toEqual([
      { type: 'tenant_access', ...where, tenants: ['acme', 'eu-*'] },
      resources,
    ])
    const asked = [tenants(['eu-1'])]
    const over = { authorizationDetails: asked }
    expect(termsOf({ targets: [limited] }, over).authorizationDetails).toEqual([...asked, resources])
    const on = { systemIds: ['mail', 'ticketing'], authorizationDetails: [tenants(['x'], { locations: ['mail'] })] }
    expect(termsOf({ targets: [limited, mail] }, on).authorizationDetails).toHaveLength(3)
  })

  it('carry what the parent is limited to', () => {
    const over = {
      parent: { ...parent, authorizationDetails: [tenants(['eu-1', 'us-1'], { actions: ['case:read'] })] },
    }
    expect(termsOf({ targets: [acme] }, over).authorizationDetails).toEqual([
      { type: 'tenant_access', locations: ['https://tickets.example.com'], actions: ['case:read'], tenants: ['eu-1'] },
    ])
  })

  it('follow the order in which systems were asked for', () => {
    expect(termsOf(both, { systemIds: ['mail', 'ticketing', 'mail'] }).systemIds).toEqual(['mail', 'ticketing'])
  })
})

const KEYS = ['a', 'b', 'c', 'd']
const NAMES = ['*', 'x', 'x1', 'x*', 'x1*', 'y']
const some = <T>(of: readonly T[], minLength = 0) => fc.uniqueArray(fc.constantFrom(...of), { minLength })
const soon = fc.integer({ min: -10, max: 7200 }).map((seconds) => new Date(NOW.getTime() + seconds * 1000))
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const anyDetail = fc.record(
  {
    type: fc.constant('tenant_access' as const),
    tenants: some(NAMES, 1),
    locations: some(['tickets', 'https://tickets.example.com', 'mail'], 1),
    actions: some(KEYS, 1),
  },
  { requiredKeys: ['type', 'tenants'] },
)
const anyTarget = (base: IssuableTarget) =>
  fc
    .record({ permissions: some(KEYS, 2), tenants: fc.oneof(fc.constant([]), some(NAMES)) })
    .map((over): IssuableTarget => ({ ...base, ...over }))
const anyGrant = fc
  .record({
    targets: fc.tuple(anyTarget(ticketing), anyTarget(mail)),
    expiresAt: maybe(soon),
    windows: fc.constantFrom([], [open], [closed], [closed, { ...open, durationMinutes: 1440 }]),
    maxSessionTtlSeconds: fc.integer({ min: 60, max: 7200 }),
    maxConcurrentSessions: maybe(fc.integer({ min: 1, max: 3 })),
    requiresDpop: fc.boolean(),
  })
  .map((over): IssuableGrant => ({ ...grant, ...over }))
const anyParent = fc
  .record({
    permissions: some(KEYS, 2),
    expiresAt: maybe(soon),
    depth: fc.nat(1),
    systemIds: some(['ticketing', 'mail'], 1),
    authorizationDetails: fc.array(anyDetail, { maxLength: 2 }),
  })
  .map((over): ParentSession => ({ ...parent, ...over }))
const anyWish = fc
  .record({
    systemIds: some(['ticketing', 'mail'], 1),
    permissions: fc.oneof(fc.constant(null), some(KEYS, 1), some(['a', 'b'], 1)),
    ttlSeconds: maybe(fc.integer({ min: 1, max: 7200 })),
    authorizationDetails: maybe(fc.array(anyDetail, { maxLength: 2 })),
    clientScopes: fc.oneof(fc.constant([]), some(KEYS, 2)),
    subject: maybe(fc.record({ expiresAt: maybe(soon), scopes: maybe(some(KEYS, 2)) })),
    parent: maybe(anyParent),
    isDpopBound: fc.boolean(),
    liveSessions: fc.nat(2),
    maxLifetimeSeconds: maybe(fc.integer({ min: 0, max: 7200 })),
  })
  .map((over): Wish => ({ ...wish, ...over }))

const within = (keys: readonly string[], maximum: readonly string[]) => keys.every((key) => maximum.includes(key))
const isBy = (end: Date, bound: Date | null | undefined) => bound == null || end <= bound

/** Whether these details let somebody reach that tenant of that system. */
function reaches(
  details: readonly AuthorizationDetail[],
  target: IssuableTarget,
  tenant: string,
  action: string,
): boolean {
  const there = details.filter(
    ({ locations }) =>
      locations === undefined || locations.some((name) => [target.systemKey, target.resourceUri].includes(name)),
  )
  if (there.length === 0) return true
  return there.some((detail) =>
    coversDetail({ ...detail, locations: undefined }, tenants([tenant], { actions: [action] })),
  )
}

describe('whatever is asked for', () => {
  it('what is granted is never outside any bound', () => {
    let granted = 0
    fc.assert(
      fc.property(anyGrant, anyWish, (of, asked) => {
        const { terms } = decideIssuance(of, asked, NOW)
        if (!terms) return
        granted++
        const { permissions, expiresAt, systemIds, authorizationDetails } = terms
        const targets = of.targets.filter(({ systemId }) => systemIds.includes(systemId))
        expect(new Set(systemIds)).toEqual(new Set(asked.systemIds))
        expect(permissions.length).toBeGreaterThan(0)
        for (const target of targets) expect(within(permissions, target.permissions)).toBe(true)
        if (asked.permissions) expect(permissions).toEqual(asked.permissions)
        if (asked.clientScopes.length > 0) expect(within(permissions, asked.clientScopes)).toBe(true)
        expect(within(permissions, asked.subject?.scopes ?? KEYS)).toBe(true)
        expect(within(permissions, asked.parent?.permissions ?? KEYS)).toBe(true)
        expect(within(systemIds, asked.parent?.systemIds ?? systemIds)).toBe(true)
        for (const bound of [of.expiresAt, asked.subject?.expiresAt, asked.parent?.expiresAt]) {
          expect(isBy(expiresAt, bound)).toBe(true)
        }
        const longest = Math.min(of.maxSessionTtlSeconds ?? 0, asked.ttlSeconds ?? 1e9, asked.maxLifetimeSeconds ?? 1e9)
        expect(expiresAt.getTime() - NOW.getTime()).toBeLessThanOrEqual(longest * 1000)
        expect(expiresAt > NOW).toBe(true)
        expect(isWithinWindows(of.windows, new Date(expiresAt.getTime() - 1))).toBe(true)
        for (const target of targets) {
          for (const tenant of ['x', 'x1', 'x12', 'y', 'z']) {
            for (const action of permissions) {
              if (!reaches(authorizationDetails, target, tenant, action)) continue
              const own = target.tenants.length > 0 ? [tenants([...target.tenants])] : []
              expect(reaches(own, target, tenant, action)).toBe(true)
              expect(reaches(asked.parent?.authorizationDetails ?? [], target, tenant, action)).toBe(true)
            }
          }
        }
      }),
      { numRuns: 6_000 },
    )
    expect(granted).toBeGreaterThan(100)
  })

  it('is held against every bound, each with a word about how it stands', () => {
    fc.assert(
      fc.property(anyGrant, anyWish, (of, asked) => {
        const { checks } = decideIssuance(of, asked, NOW)
        expect(new Set(checks.map(({ code }) => code)).size).toBe(20)
        expect(checks.at(-1)?.code).toBe('needs-approval')
        for (const { message, title } of checks) expect(message.length * title.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what policy allows', () => {
  it('is the shortest of the systems concerned', () => {
    expect(policyLifetimeSeconds({ ...grant, ...both }, [])).toBe(7 * 86_400)
    expect(policyLifetimeSeconds({ ...grant, ...both }, ['mail'])).toBe(90 * 86_400)
    expect(policyLifetimeSeconds(grant, ['payments'])).toBeNull()
  })
})
