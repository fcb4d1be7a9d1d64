import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { type ApprovalCase, holds, requestRisk, routeRequest } from '@/lib/domain/approval-route'
import { contradictionOf, isImplied, silencedBy } from '@/lib/domain/rule-reach'
import { condition, policy, request } from '@/tests/support/policy-arbitraries'

const RUNS = { numRuns: 800 }

describe('whatever the rules say', () => {
  it('what never ends, and a single session, are never approved by a rule', () => {
    const check = fc.property(policy, request, (rules, of) => {
      const { verdict } = routeRequest(rules, of)
      const isEndless = of.standsSeconds === null || of.standsSeconds > 10 * 366 * 86_400
      if (isEndless || of.change === 'session') expect(verdict.kind).not.toBe('auto-approve')
    })
    fc.assert(check, RUNS)
  })

  it('what no rule speaks of is never approved by itself', () => {
    const check = fc.property(policy, request, (rules, of) => {
      const { rule, verdict } = routeRequest(rules, of)
      if (rule === null) expect(verdict).toEqual(rules.otherwise)
      if (verdict.kind === 'auto-approve') expect(rule).not.toBeNull()
    })
    fc.assert(check, RUNS)
    expect(approvalPolicy.safeParse({ otherwise: { kind: 'auto-approve' } }).success).toBe(false)
  })

  it('the first rule that holds decides, and only one that holds', () => {
    const check = fc.property(policy, request, (rules, of) => {
      const { rule } = routeRequest(rules, of)
      const index = rules.rules.findIndex(({ name }) => name === rule)
      const before = index < 0 ? rules.rules : rules.rules.slice(0, index)
      const passedOver = before.filter(({ when }) => holds(when, of)).map(({ verdict }) => verdict.kind)
      expect(passedOver.filter((kind) => kind !== 'auto-approve')).toEqual([])
      if (index >= 0) expect(holds(rules.rules[index]?.when ?? {}, of)).toBe(true)
    })
    fc.assert(check, RUNS)
  })

  it('a rule that is said never to speak never does', () => {
    let silenced = 0
    const check = fc.property(policy, request, (rules, of) => {
      const mute = rules.rules.filter((rule, index) => {
        return contradictionOf(rule.when) !== null || silencedBy(rule, rules.rules.slice(0, index)) !== null
      })
      silenced += mute.length
      const { rule } = routeRequest(rules, of)
      expect(mute.map(({ name }) => name)).not.toContain(rule)
    })
    fc.assert(check, { numRuns: 2500 })
    expect(silenced, 'some of them are').toBeGreaterThan(20)
  })

  it('a condition that is said to follow from another does', () => {
    let implied = 0
    const check = fc.property(condition, condition, request, (wide, narrow, of) => {
      const both = { ...wide, ...narrow }
      for (const [less, more] of [[wide, narrow] as const, [wide, both] as const]) {
        if (!isImplied(less, more)) continue
        implied++
        if (holds(more, of)) expect(holds(less, of)).toBe(true)
      }
    })
    fc.assert(check, { numRuns: 2500 })
    expect(implied).toBeGreaterThan(20)
  })
})

const plain: ApprovalCase = {
  change: 'new',
  breadth: 30,
  accessLevels: ['read'],
  systems: [{ id: 'sys_a', tier: 2, environment: 'production' }],
  principal: { id: 'idn_a', kind: 'human' },
  actor: { id: 'idn_b', kind: 'agent' },
  ttlSeconds: 3600,
  standsSeconds: 86_400,
  requester: { kind: 'member', id: 'mem_a', groupIds: [] },
}
const approving = (when: object): ApprovalPolicy =>
  approvalPolicy.parse({ rules: [{ name: 'Approve', when, verdict: { kind: 'auto-approve' } }] })

it('a rule for approving without end is refused by the shape, and one that names no end does not reach so far', () => {
  const endless = { rules: [{ name: 'x', when: { isPermanent: true }, verdict: { kind: 'auto-approve' } }] }
  expect(approvalPolicy.safeParse(endless).success).toBe(false)
  expect(routeRequest(approving({}), plain).verdict.kind).toBe('auto-approve')
  expect(routeRequest(approving({}), { ...plain, standsSeconds: null })).toEqual({
    rule: null,
    verdict: DEFAULT_POLICY.otherwise,
  })
})

it('each bound is exact: at least holds at its number, below does not', () => {
  const when = (condition: object) => routeRequest(approving(condition), plain).rule === 'Approve'
  expect([when({ breadthAtLeast: 30 }), when({ breadthAtLeast: 31 })]).toEqual([true, false])
  expect([when({ breadthBelow: 31 }), when({ breadthBelow: 30 })]).toEqual([true, false])
  expect([when({ ttlAtLeastSeconds: 3600 }), when({ ttlBelowSeconds: 3600 })]).toEqual([true, false])
  expect([when({ standsAtLeastSeconds: 86_400 }), when({ standsBelowSeconds: 86_400 })]).toEqual([true, false])
})

it('risk rises with breadth, with criticality and where there is no end', () => {
  expect([requestRisk(30, 3, false), requestRisk(30, 1, false), requestRisk(30, 1, true)]).toEqual([30, 50, 70])
  expect(requestRisk(95, 1, true)).toBe(100)
})
