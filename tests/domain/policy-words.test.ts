import { describe, expect, it } from 'vitest'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { checkPolicy } from '@/lib/domain/check-policy'
import { describePolicy } from '@/lib/domain/describe-policy'
import { describeRule } from '@/lib/domain/describe-rule'
import { diffPolicies } from '@/lib/domain/diff-policies'
import type { PolicyFacts } from '@/lib/domain/policy-problem'

const NAMES: Record<string, string> = { grp_r: 'Release', grp_s: 'Security', mem_a: 'Ada', ept_b: 'Bot', sys_p: 'prod' }
const nameOf = (id: string) => NAMES[id] ?? id
const people = (name: string, votes: number, from: object[], more: object = {}) => {
  return { kind: 'people', name, votes, from, ...more }
}
const asking = (name: string, when: object, ...stages: object[]) => ({
  name,
  when,
  verdict: { kind: 'stages', stages },
})
const parse = (content: object): ApprovalPolicy => approvalPolicy.parse(content)
const member = (id: string, groupIds: string[] = [], isActive = true) => {
  return { id, name: id, isActive, roles: ['approver' as const], groupIds }
}
const facts = (more: Partial<PolicyFacts> = {}): PolicyFacts => ({
  members: [member('mem_a', ['grp_r']), member('mem_b', ['grp_r', 'grp_s']), member('mem_c')],
  groups: [
    { id: 'grp_r', name: 'Release' },
    { id: 'grp_s', name: 'Security' },
  ],
  endpoints: [{ id: 'ept_b', name: 'Bot', kind: 'reviewer', status: 'active' }],
  known: ['sys_p'],
  ...more,
})
const messages = (content: object, more: Partial<PolicyFacts> = {}) =>
  checkPolicy(parse(content), facts(more)).map(({ level, message }) => `${level}: ${message}`)

describe('rules in words', () => {
  it('say everything that they say', () => {
    const window = { weekdays: [1, 2, 3, 4, 5], startMinute: 540, durationMinutes: 480, timeZone: 'Europe/Berlin' }
    const stage = people('Release', 2, [{ group: 'grp_r' }, { owner: 'system' }], {
      ...{ windows: [window], remindAfterHours: 4, escalateAfterHours: 12, escalateTo: [{ role: 'admin' }] },
    })
    const reviewer = {
      kind: 'reviewer',
      name: 'Bot',
      endpoint: 'ept_b',
      mayDeny: true,
      waitHours: 0.5,
      onSilence: 'lapse',
    }
    const when = {
      changes: ['new', 'widen'],
      breadthAtLeast: 40,
      systems: ['sys_p'],
      isPermanent: false,
      requesters: ['mem_a'],
    }
    const [rule] = parse({ rules: [asking('Broad', when, reviewer, stage)] }).rules
    expect(rule && describeRule(rule, nameOf)).toEqual({
      name: 'Broad',
      when: 'If a new grant or a widening is asked for, breadth is 40 or more, it is for prod, the grant ends at some time and Ada asks',
      steps: [
        'Bot: Bot comments and may deny; after 30 min of silence it lapses',
        'Release: 2 votes from Release or the owner of the system, only Mon, Tue, Wed, Thu, Fri 09:00–17:00 Europe/Berlin, reminded after 4 h, after 12 h also whoever is admin',
        'Lapses after 1 d',
      ],
    })
  })

  it('say what holds where there are none', () => {
    const { rules, otherwise } = describePolicy(DEFAULT_POLICY, nameOf)
    expect(rules).toEqual([])
    expect(otherwise).toEqual(['Approver: one vote from whoever is approver', 'Lapses after 1 d'])
  })
})

describe('what is wrong with rules', () => {
  it('is nothing where all is well', () => {
    expect(messages({ rules: [asking('a', { tiers: [1] }, people('x', 1, [{ role: 'approver' }]))] })).toEqual([])
  })

  it('is a stage that too few can pass, or only without whoever asks', () => {
    const rule = (...stages: object[]) => ({ rules: [asking('a', { tiers: [1] }, ...stages)] })
    expect(messages(rule(people('x', 3, [{ group: 'grp_r' }])))).toEqual([
      'error: The stage “x” needs 3 votes, and only 2 people can vote in it.',
    ])
    expect(messages(rule(people('x', 2, [{ group: 'grp_r' }])))).toEqual([
      'warning: If one of those who can vote in the stage “x” asks, it cannot pass: 2 people can vote, 2 must.',
    ])
    expect(messages(rule(people('x', 1, [{ owner: 'actor' }])))).toEqual(['error: Nobody can vote in the stage “x”.'])
    expect(messages(rule(people('x', 1, [{ owner: 'grant' }])))).toEqual([
      'warning: Where nothing has an owner, nobody can vote in the stage “x”.',
    ])
    const gone = { members: [member('mem_a', ['grp_r'], false)] }
    expect(messages(rule(people('x', 1, [{ group: 'grp_r' }])), gone)).toContain(
      'error: Nobody can vote in the stage “x”.',
    )
  })

  it('is that all stages together need more different people than there are', () => {
    const stages = [people('x', 1, [{ group: 'grp_s' }]), people('y', 2, [{ group: 'grp_r' }])]
    expect(messages({ rules: [asking('a', { tiers: [1] }, ...stages)] })).toContain(
      'error: All stages together need 3 votes of different people, and there are not so many.',
    )
    const withOwner = [people('x', 1, [{ group: 'grp_s' }]), people('y', 2, [{ group: 'grp_r' }, { owner: 'system' }])]
    const problems = messages({ rules: [asking('a', { tiers: [1] }, ...withOwner)] })
    expect(problems.filter((problem) => problem.startsWith('error'))).toEqual([])
  })

  it('is a rule that never speaks, with the reason', () => {
    const any = people('x', 1, [{ role: 'approver' }])
    const approve = { name: 'Small', when: { breadthBelow: 20 }, verdict: { kind: 'auto-approve' } }
    const rules = [
      approve,
      asking('Still asked', { breadthBelow: 10 }, any),
      asking('Wide', { tiers: [1, 2] }, any),
      asking('Narrow', { tiers: [1], isPermanent: true }, any),
      asking('Never', { breadthAtLeast: 50, breadthBelow: 50 }, any),
      asking('Not so', { tiers: [3], onlyTiers: [2] }, any),
    ]
    expect(messages({ rules })).toEqual([
      'error: “Narrow” never speaks: “Wide” before it always does.',
      'error: “Never” never speaks: no breadth is that high and that low.',
      'error: “Not so” never speaks: the tiers exclude each other.',
    ])
  })

  it('is whatever is not there, and times that never come', () => {
    const stage = people('x', 1, [{ role: 'approver' }], { remindAfterHours: 48, escalateAfterHours: 2 })
    const reviewer = { kind: 'reviewer', name: 'Bot', endpoint: 'ept_gone', waitHours: 30 }
    const content = {
      rules: [asking('a', { systems: ['sys_gone'], requesterGroups: ['grp_gone'] }, reviewer, stage)],
      breakGlass: { groups: ['grp_s'] },
    }
    expect(messages(content, { members: [member('mem_a'), member('mem_c')] })).toEqual([
      'error: There is no sys_gone.',
      'error: There is no group grp_gone.',
      'error: There is no reviewer ept_gone to ask.',
      'warning: “Bot” is waited for too long: the question has lapsed by then, after 24 h.',
      'warning: “x” reminds too late: the question has lapsed by then, after 24 h.',
      'warning: “x” escalates to nobody.',
      'warning: Nobody is in the groups that may break the glass.',
    ])
  })
})

describe('what differs', () => {
  const any = people('x', 1, [{ role: 'approver' }])
  const rule = (name: string, tier: number) => asking(name, { tiers: [tier] }, any)

  it('is named rule by rule; what only moved is said to have moved, and as little of it as can be', () => {
    const before = parse({ rules: [rule('a', 1), rule('b', 2), rule('c', 3), rule('d', 1)] })
    const after = parse({ rules: [rule('d', 1), rule('a', 1), rule('c', 2), rule('e', 3)] })
    const { rules, settings, isSame } = diffPolicies(before, after, nameOf)
    expect(rules.map(({ name, kind, was, now }) => [name, kind, was, now])).toEqual([
      ['d', 'moved', 4, 1],
      ['b', 'removed', 2, null],
      ['a', 'same', 1, 2],
      ['c', 'changed', 3, 3],
      ['e', 'added', null, 4],
    ])
    expect([settings, isSame]).toEqual([[], false])
  })

  it('is nothing where only the order of keys differs, and every setting is compared', () => {
    const policy = parse({ rules: [rule('a', 1)], officeHours: [] })
    const turned = parse({ officeHours: [], rules: [rule('a', 1)] })
    expect(diffPolicies(policy, turned, nameOf).isSame).toBe(true)
    const other = parse({
      rules: [rule('a', 1)],
      otherwise: { kind: 'auto-deny', reason: 'Ask for less.' },
      barActorOwner: false,
      stepUp: { tiers: [], withinMinutes: 5 },
      consent: { groups: ['grp_r'] },
      breakGlass: { groups: ['grp_s'] },
      officeHours: [{ weekdays: [1], startMinute: 0, durationMinutes: 60, timeZone: 'UTC' }],
    })
    const labels = diffPolicies(policy, other, nameOf).settings.map(({ label }) => label)
    expect(labels).toEqual([
      ...['Where no rule speaks', 'Owner of the actor', 'Step-up', 'Consent', 'Break-glass', 'Office hours'],
    ])
  })
})
