import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { GUARDRAIL_ACTIONS, guardrailRequest, guardrails } from '@/lib/domain/guardrail'
import { IDENTITY_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'
import { checkGuardrails } from '@/lib/guardrails/check-guardrails'
import { formatGuardrail } from '@/lib/guardrails/format-guardrail'
import { holdGuardrails } from '@/lib/guardrails/hold-guardrails'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'
import { forgetJudgements } from '@/lib/guardrails/judgements'
import { loadCedar } from '@/lib/guardrails/load-cedar'
import { GUARDRAIL_SCHEMA } from '@/lib/guardrails/schema'
import { toCall } from '@/lib/guardrails/to-call'

type Content = Parameters<typeof guardrails.parse>[0]
type Request = Parameters<typeof guardrailRequest.parse>[0]

let versions = 0
beforeEach(() => forgetJudgements())

const policy = (text: string, id = 'a', name = `The guardrail ${id}`) => ({ id, name, description: '', text })
const of = (...texts: string[]) => ({ policies: texts.map((text, index) => policy(text, `p${index}`)) })
const active = (content: Content, orgId = 'an organisation') => ({
  orgId,
  id: `version ${++versions}`,
  readContent: async () => content,
})
const ask = (content: Content, ...requests: Request[]) =>
  holdGuardrails(active(content), async () => requests.map((request) => guardrailRequest.parse(request)))

const NO_AGENTS = 'forbid (principal, action, resource) when { resource.tier == 1 && context.actor.kind == "agent" };'
const critical = { system: { name: 'billing', tier: 1 } }

describe('guardrails', () => {
  it('let everything pass where there are none', async () => {
    expect(await holdGuardrails(null, async () => [guardrailRequest.parse({})])).toMatchObject({ isAllowed: true })
    expect(await ask({ policies: [] }, critical)).toMatchObject({ isAllowed: true })
  })

  it('forbid what a policy forbids, by its name, and nothing else', async () => {
    const content = { policies: [{ ...policy(NO_AGENTS), description: 'Ask a person.' }] }
    expect(await ask(content, critical)).toEqual({
      isAllowed: false,
      guardrails: ['The guardrail a'],
      message: 'Forbidden on billing by the guardrail The guardrail a: Ask a person.',
    })
    expect(await ask(content, { ...critical, actor: { kind: 'pipeline' } })).toMatchObject({ isAllowed: true })
    expect(await ask(content, { system: { tier: 2 } })).toMatchObject({ isAllowed: true })
  })

  it('are asked once for each system, each of which has to pass', async () => {
    const answer = await ask(of(NO_AGENTS), { system: { tier: 3 } }, critical, { system: { name: 'ledger', tier: 1 } })
    expect(answer).toMatchObject({ isAllowed: false, guardrails: ['The guardrail p0'] })
    expect(answer.message).toContain('billing')
    expect(answer.message).toContain('ledger')
  })

  it('name every policy that forbids', async () => {
    const answer = await ask(of(NO_AGENTS, 'forbid (principal, action, resource);'), critical)
    expect(answer.guardrails).toEqual(['The guardrail p0', 'The guardrail p1'])
  })

  it('hold for the action that a policy names, and for no other', async () => {
    const content = of('forbid (principal, action in [Action::"issue", Action::"breakGlass"], resource);')
    for (const action of GUARDRAIL_ACTIONS) {
      const isAllowed = action === 'request' || action === 'observe'
      expect(await ask(content, { action }), action).toMatchObject({ isAllowed })
    }
  })

  it('refuse what no permit names, where that is what the version says', async () => {
    const permit = 'permit (principal, action, resource) when { context.accessLevels == ["read"] };'
    const content = { otherwise: 'deny', ...of(permit, NO_AGENTS) } as const
    expect(await ask(content, { accessLevels: ['read'] })).toMatchObject({ isAllowed: true })
    const refused = await ask(content, { accessLevels: ['write'] })
    expect(refused).toEqual({ isAllowed: false, guardrails: [], message: 'No guardrail permits this on a system.' })
    expect(await ask(content, { accessLevels: ['read'], ...critical })).toMatchObject({ isAllowed: false })
  })

  it('refuse where a policy fails, though the others would let it pass', async () => {
    const overflow = 'forbid (principal, action, resource) when { context.ttlSeconds * 9223372036854775807 > 1 };'
    expect(await ask(of(overflow), { ttlSeconds: 3600 })).toMatchObject({
      isAllowed: false,
      guardrails: ['The guardrail p0'],
      message: expect.stringContaining('could not be evaluated'),
    })
  })

  it('refuse everything where the version cannot be read', async () => {
    for (const content of [of('forbid (principal'), { policies: 'none' }, null]) {
      expect(await ask(content as Content, {})).toMatchObject({ isAllowed: false, guardrails: [] })
    }
  })

  it('of a new version hold from the next question on, also while the old one is still asked', async () => {
    const [before, after] = [active(of(), 'two versions'), active(of(NO_AGENTS), 'two versions')]
    const request = guardrailRequest.parse(critical)
    for (let round = 0; round < 3; round++) {
      expect(await holdGuardrails(before, async () => [request])).toMatchObject({ isAllowed: true })
      const answers = await Promise.all(
        [after, before, after, before].map((each) => holdGuardrails(each, async () => [request])),
      )
      expect(answers.map(({ isAllowed }) => isAllowed)).toEqual([false, true, false, true])
    }
  })

  it('of one organisation say nothing about another', async () => {
    const strict = { ...active(of('forbid (principal, action, resource);'), 'strict'), id: 'the same' }
    const open = { ...active(of(NO_AGENTS), 'open'), id: 'the same' }
    const request = guardrailRequest.parse({})
    expect(await holdGuardrails(strict, async () => [request])).toMatchObject({ isAllowed: false })
    expect(await holdGuardrails(open, async () => [request])).toMatchObject({ isAllowed: true })
  })
})

/** Policies that look at something, at nothing, at the whole context, and at what may be missing. */
const LOOKING = [
  NO_AGENTS,
  'forbid (principal, action, resource) when { context has ticket && context.ticket like "CHG-*" };',
  'forbid (principal, action, resource) unless { context has requester && context.requester.kind == "member" };',
  'forbid (principal is Identity, action == Action::"issue", resource == System::"billing");',
  'forbid (principal == Identity::"idn_1", action, resource);',
  'forbid (principal, action, resource) when { principal == context.actor || principal.isThirdParty };',
  'forbid (principal, action, resource) when { context.permissions.contains("case:write") && context.breadth > 50 };',
  'forbid (principal, action, resource) when { ["Finance"].containsAny(principal.groups) && context.hour >= 18 };',
  'forbid (principal, action, resource) when { if context.isPermanent then resource.environment == "production" else false };',
  'forbid (principal, action, resource) when { context == {"ticket": "CHG-1"} };',
]

const party = fc.record({
  id: fc.constantFrom('idn_1', 'idn_2', 'idn_3'),
  kind: fc.constantFrom(...IDENTITY_KINDS),
  isThirdParty: fc.boolean(),
  groups: fc.subarray(['Finance', 'Support']),
})
const anyRequest = fc.record(
  {
    action: fc.constantFrom(...GUARDRAIL_ACTIONS),
    principal: party,
    actor: party,
    system: fc.record({ key: fc.constantFrom('billing', 'crm'), tier: fc.constantFrom(1, 2, 3) }),
    permissions: fc.subarray(['case:read', 'case:write']),
    accessLevels: fc.subarray([...ACCESS_LEVELS]),
    breadth: fc.integer({ min: 0, max: 100 }),
    isPermanent: fc.boolean(),
    requester: fc.constantFrom({ kind: 'member' as const }, { kind: 'service' as const }, undefined),
    ticket: fc.constantFrom('CHG-1', 'INC-1', undefined),
    hour: fc.integer({ min: 0, max: 23 }),
  },
  { requiredKeys: ['action', 'principal', 'actor', 'system'] },
)

it('are told only what they look at, which never changes what they answer', async () => {
  const cedar = await loadCedar()
  await fc.assert(
    fc.asyncProperty(anyRequest, fc.subarray(LOOKING, { minLength: 1 }), async (asked, texts) => {
      // The same person cannot be two things at once.
      const actor = asked.actor.id === asked.principal.id ? asked.principal : asked.actor
      const request = guardrailRequest.parse({ ...asked, actor })
      const policies = Object.fromEntries(texts.map((text, index) => [`p${index}`, text]))
      const whole = cedar.isAuthorized({
        ...toCall(request, null),
        schema: GUARDRAIL_SCHEMA,
        validateRequest: true,
        policies: { staticPolicies: { ...policies, base: 'permit (principal, action, resource);' } },
      })
      const { isAllowed } = await ask(of(...texts), request)
      expect(isAllowed).toBe(whole.type === 'success' && whole.response.decision === 'allow')
    }),
    { numRuns: 40 },
  )
})

describe('a version is checked', () => {
  const problems = (...texts: string[]) => checkGuardrails(of(...texts))

  it('and a sound one has no problems', async () => {
    expect(await checkGuardrails(of(NO_AGENTS))).toEqual([])
    expect(await checkGuardrails({})).toEqual([])
  })

  it('against the schema, with line, column and what was meant', async () => {
    const [problem, ...others] = await problems(
      '// “é”\nforbid (principal, action, resource)\nwhen { resource.teir == 1 };',
    )
    expect(others).toEqual([])
    expect(problem).toMatchObject({
      severity: 'error',
      policyId: 'p0',
      line: 3,
      column: 8,
      message: 'Attribute `teir` on entity type `System` not found',
      help: 'did you mean `tier`?',
    })
  })

  it('for what may be missing, once and not once for each action', async () => {
    const found = await problems('forbid (principal, action, resource) when { context.ticket == "x" };')
    expect(found).toHaveLength(1)
    expect(found[0]?.message).toContain('optional attribute `ticket`')
  })

  it.each([
    ['text that is no policy', 'forbid (principal', 1],
    ['a wrong operator', 'forbid (principal, action, resource)\nwhen { resource.tier = 1 };', 2],
    ['two policies in one', `${NO_AGENTS}\n${NO_AGENTS}`, null],
    ['no policy at all', '// later', null],
    ['a template', 'forbid (principal == ?principal, action, resource);', 1],
    ['a word that nothing is', 'forbid (principal, action, resource)\nwhen { principal.kind == "agnet" };', 2],
    [
      'a level that nothing has',
      'forbid (principal, action, resource)\nwhen { context.accessLevels.contains("admin") };',
      2,
    ],
    ['a permit that changes nothing', 'permit (principal, action, resource);', 1],
    ['an unknown action', 'forbid (principal, action == Action::"delete", resource);', 1],
  ])('for %s', async (_, text, line) => {
    const found = await problems(text)
    expect(found.length, JSON.stringify(found)).toBeGreaterThan(0)
    expect(found[0]).toMatchObject({ severity: 'error', policyId: 'p0', line })
  })

  it('for a shape that cannot be stored', async () => {
    expect(await checkGuardrails({ policies: [policy(NO_AGENTS), policy(NO_AGENTS)] })).not.toEqual([])
    expect(await checkGuardrails({ policies: [{ ...policy(NO_AGENTS), id: '#otherwise' }] })).not.toEqual([])
    expect(await checkGuardrails('none')).not.toEqual([])
  })

  it('for refusing everybody everything', async () => {
    const [problem] = await checkGuardrails({ otherwise: 'deny', ...of(NO_AGENTS) })
    expect(problem?.message).toContain('nobody could do anything')
  })

  it('by its tests, each of which has to come out as it says', async () => {
    const tests = [
      { name: 'agents stay out', request: critical, expect: 'deny' },
      { name: 'people may', request: { ...critical, actor: { kind: 'human' } }, expect: 'allow' },
      { name: 'agents may', request: critical, expect: 'allow' },
    ]
    const content = guardrails.parse({ ...of(NO_AGENTS), tests })
    const { tests: outcomes } = await inspectGuardrails(content)
    expect(outcomes.map(({ isRight }) => isRight)).toEqual([true, true, false])
    const found = await checkGuardrails(content)
    expect(found).toEqual([expect.objectContaining({ severity: 'error', test: 'agents may' })])
    expect(await checkGuardrails({ ...content, tests: content.tests.slice(0, 2) })).toEqual([])
  })
})

it('a guardrail is laid out the usual way, and left alone where it cannot be read', async () => {
  expect(await formatGuardrail('forbid(principal,action,resource) when{resource.tier==1};')).toBe(
    'forbid (principal, action, resource)\nwhen { resource.tier == 1 };',
  )
  expect(await formatGuardrail('forbid (')).toBe('forbid (')
})

it('the process outlives what V8 of Node 20 does to calls of the engine that it has inlined', async () => {
  const cedar = await loadCedar()
  let isTripped = false
  class Constant {
    value: unknown = 1
  }
  const constant = new Constant()
  const get = () => {
    if (isTripped) constant.value = 'no constant any more'
    return 'a purpose'
  }
  const call = { context: Object.defineProperty({}, 'purpose', { enumerable: true, get }) }
  const ask = () => cedar.checkParseContext(call).type.length + (constant.value === 1 ? 1 : 0)
  for (let n = 0; n < 4000; n++) ask()
  isTripped = true
  expect(ask()).toBe('success'.length)
})
