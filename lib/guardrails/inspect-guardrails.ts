import type {
  GuardrailInspection,
  GuardrailProblem,
  GuardrailRequest,
  Guardrails,
  GuardrailTestOutcome,
} from '@/lib/domain/guardrail'
import { checkPolicy } from '@/lib/guardrails/check-policy'
import { type Compiled, compileGuardrails } from '@/lib/guardrails/compile'
import { type Cedar, loadCedar } from '@/lib/guardrails/load-cedar'
import { verdictOf } from '@/lib/guardrails/verdict'

const nowhere = { policyId: null, test: null, line: null, column: null, help: null }

function shapeFaults(cedar: Cedar, { otherwise, policies }: Guardrails): GuardrailProblem[] {
  if (otherwise === 'allow') return []
  const permits = policies.some(({ text }) => {
    const answer = cedar.policyToJson(text)
    return answer.type === 'success' && answer.json.effect === 'permit'
  })
  if (permits) return []
  const message = 'What no guardrail speaks of is refused, and none permits anything: nobody could do anything.'
  return [{ ...nowhere, severity: 'error', message, help: 'Add a permit, or let what no guardrail speaks of pass.' }]
}

function runTests(content: Guardrails, compiled: Compiled): GuardrailTestOutcome[] {
  return content.tests.map(({ name, expect, request }) => {
    const verdict = verdictOf(content, compiled, request)
    return { name, expect, isRight: verdict.isAllowed === (expect === 'allow'), verdict }
  })
}

function failures(tests: readonly GuardrailTestOutcome[]): GuardrailProblem[] {
  return tests
    .filter(({ isRight }) => !isRight)
    .map(({ name, expect, verdict }) => {
      const message = `The test ${name} should ${expect === 'allow' ? 'pass' : 'be refused'}: ${verdict.message}`
      return { ...nowhere, severity: 'error', test: name, message }
    })
}

/** Looks at a version: its text against the schema, its tests, and a request to try. */
export async function inspectGuardrails(
  content: Guardrails,
  trial: GuardrailRequest | null = null,
): Promise<GuardrailInspection> {
  const cedar = await loadCedar()
  const policyProblems = content.policies.flatMap((policy) => checkPolicy(cedar, policy, content.otherwise))
  const problems = [...policyProblems, ...shapeFaults(cedar, content)]
  if (policyProblems.some(({ severity }) => severity === 'error')) return { problems, tests: [], trial: null }
  const compiled = compileGuardrails(cedar, 'inspected', content)
  const tests = runTests(content, compiled)
  const answer = trial && verdictOf(content, compiled, trial)
  return { problems: [...problems, ...failures(tests)], tests, trial: answer }
}
