import type { GuardrailPolicy, GuardrailProblem, Guardrails } from '@/lib/domain/guardrail'
import { unknownWords } from '@/lib/guardrails/known-words'
import type { Cedar } from '@/lib/guardrails/load-cedar'
import { faultOf, isSame, toProblem } from '@/lib/guardrails/problem'
import { GUARDRAIL_SCHEMA } from '@/lib/guardrails/schema'

/** One guardrail is one policy, so that what it refuses is refused in its name. */
function countFault(cedar: Cedar, policy: GuardrailPolicy): GuardrailProblem | null {
  const parts = cedar.policySetTextToParts(policy.text)
  if (parts.type === 'failure') return null
  if (parts.policy_templates.length > 0) return faultOf(policy, 'A guardrail has no slots to fill in.', { at: '?' })
  if (parts.policies.length === 1) return null
  const message = `One guardrail is one policy; this text has ${parts.policies.length || 'none'}.`
  return faultOf(policy, message, { help: 'Make another guardrail for each, so that a refusal can name it.' })
}

function parseFaults(cedar: Cedar, policy: GuardrailPolicy): GuardrailProblem[] {
  const count = countFault(cedar, policy)
  if (count) return [count]
  const answer = cedar.checkParsePolicySet({ staticPolicies: { [policy.id]: policy.text } })
  return answer.type === 'failure' ? answer.errors.map((error) => toProblem('error', policy, error)) : []
}

/** Types and attributes, strictly: what passes can be evaluated. */
function schemaFaults(cedar: Cedar, policy: GuardrailPolicy): GuardrailProblem[] {
  const answer = cedar.validate({
    schema: GUARDRAIL_SCHEMA,
    policies: { staticPolicies: { [policy.id]: policy.text } },
    validationSettings: { mode: 'strict' },
  })
  if (answer.type === 'failure') return answer.errors.map((error) => toProblem('error', policy, error))
  const { validationErrors, validationWarnings } = answer
  return [
    ...validationErrors.map(({ error }) => toProblem('error', policy, error)),
    ...validationWarnings.map(({ error }) => toProblem('warning', policy, error)),
  ]
}

function meaningFaults(cedar: Cedar, policy: GuardrailPolicy, otherwise: Guardrails['otherwise']): GuardrailProblem[] {
  const answer = cedar.policyToJson(policy.text)
  if (answer.type === 'failure') return []
  const words = unknownWords(answer.json).map(({ word, attribute, known }) =>
    faultOf(policy, `Nothing has the ${attribute} ${word}.`, { at: `"${word}"`, help: `One of: ${known.join(', ')}.` }),
  )
  if (answer.json.effect === 'forbid' || otherwise === 'deny') return words
  const permit = faultOf(policy, 'This permit changes nothing: what no guardrail forbids passes already.', {
    at: 'permit',
    help: 'Write “forbid … unless …”, or let what no guardrail speaks of be refused.',
  })
  return [...words, permit]
}

/** What is wrong with one guardrail, or worth knowing: its text, its types, its meaning. */
export function checkPolicy(
  cedar: Cedar,
  policy: GuardrailPolicy,
  otherwise: Guardrails['otherwise'],
): GuardrailProblem[] {
  const unreadable = parseFaults(cedar, policy)
  if (unreadable.length > 0) return unreadable
  const found = [...schemaFaults(cedar, policy), ...meaningFaults(cedar, policy, otherwise)]
  return found.filter((problem, index) => found.findIndex((other) => isSame(problem, other)) === index)
}
