import fc from 'fast-check'
import { type ApprovalPolicy, approvalPolicy, CHANGES, type PolicyRule } from '@/lib/domain/approval-policy'
import type { ApprovalCase } from '@/lib/domain/approval-route'
import { ENVIRONMENTS, IDENTITY_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

const SYSTEMS = ['sys_a', 'sys_b']
const PARTIES = ['idn_a', 'idn_b']
const MEMBERS = ['mem_a', 'mem_b']
const GROUPS = ['grp_a', 'grp_b']
const REQUESTERS = ['member', 'service', 'client', 'system'] as const
const TIERS = [1, 2, 3] as const

const few = <T>(list: readonly T[]) => fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 3 })
const breadths = fc.constantFrom(0, 20, 40, 60, 100)
const lengths = fc.constantFrom(0, 900, 3600, 86_400)

/** Conditions of few words and round numbers, so that they meet often enough. */
export const condition = fc
  .record(
    {
      changes: few(CHANGES),
      breadthAtLeast: breadths,
      breadthBelow: breadths,
      accessLevels: few(ACCESS_LEVELS),
      onlyAccessLevels: few(ACCESS_LEVELS),
      tiers: few(TIERS),
      onlyTiers: few(TIERS),
      environments: few(ENVIRONMENTS),
      onlyEnvironments: few(ENVIRONMENTS),
      systems: few(SYSTEMS),
      onlySystems: few(SYSTEMS),
      principals: few(PARTIES),
      principalKinds: few(IDENTITY_KINDS),
      actors: few(PARTIES),
      actorKinds: few(IDENTITY_KINDS),
      ttlAtLeastSeconds: lengths,
      ttlBelowSeconds: lengths,
      standsAtLeastSeconds: lengths,
      standsBelowSeconds: lengths,
      isPermanent: fc.boolean(),
      requesterKinds: few(REQUESTERS),
      requesterGroups: few(GROUPS),
      requesters: few(MEMBERS),
    },
    { requiredKeys: [] },
  )
  .chain((all) => {
    const names = Object.keys(all) as (keyof typeof all)[]
    const kept = fc.subarray(names, { maxLength: Math.min(3, names.length) })
    return kept.map((some) => Object.fromEntries(some.map((name) => [name, all[name]])) as PolicyRule['when'])
  })

const verdict = fc.constantFrom(
  { kind: 'auto-approve' },
  { kind: 'auto-deny', reason: 'Not here.' },
  { kind: 'stages', stages: [{ kind: 'people', name: 'One', votes: 1, from: [{ role: 'approver' }] }] },
)

/** Rules of every kind that the shape lets through. */
export const policy: fc.Arbitrary<ApprovalPolicy> = fc
  .array(fc.record({ when: condition, verdict }), { maxLength: 6 })
  .map((rules) => {
    const named = rules.map((rule, index) => ({ ...rule, name: `rule ${index + 1}` }))
    const allowed = named.filter(({ when, verdict: { kind } }) => kind !== 'auto-approve' || when.isPermanent !== true)
    return approvalPolicy.parse({ rules: allowed })
  })

const system = fc.record({
  id: fc.constantFrom(...SYSTEMS),
  tier: fc.constantFrom(...TIERS),
  environment: fc.constantFrom(...ENVIRONMENTS),
})
const party = fc.record({ id: fc.constantFrom(...PARTIES), kind: fc.constantFrom(...IDENTITY_KINDS) })

/** Requests: each names a system and a permission at least. */
export const request: fc.Arbitrary<ApprovalCase> = fc.record({
  change: fc.constantFrom(...CHANGES),
  breadth: fc.integer({ min: 0, max: 100 }),
  accessLevels: few(ACCESS_LEVELS),
  systems: fc.array(system, { minLength: 1, maxLength: 3 }),
  principal: party,
  actor: party,
  ttlSeconds: fc.constantFrom(60, 900, 1800, 3600, 90_000),
  standsSeconds: fc.constantFrom(null, 600, 900, 3600, 86_400, 9_000_000, 3_153_600_000),
  requester: fc.record({
    kind: fc.constantFrom(...REQUESTERS),
    id: fc.constantFrom(...MEMBERS, null),
    groupIds: fc.subarray(GROUPS),
  }),
})
