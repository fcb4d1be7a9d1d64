import type { GuardrailProblem, Guardrails } from '@/lib/domain/guardrail'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'

function toPolicyProblem({ policies, tests }: Guardrails, problem: GuardrailProblem): PolicyProblem {
  const { severity, policyId, test, line, message } = problem
  const policy = policies.findIndex(({ id }) => id === policyId)
  const path = policy >= 0 ? ['policies', policy, 'text'] : []
  const place = policies[policy] ? `${policies[policy].name}${line === null ? '' : `, line ${line}`}: ` : ''
  const ofTest = tests.findIndex(({ name }) => name === test)
  return { level: severity, path: ofTest >= 0 ? ['tests', ofTest] : path, message: `${place}${message}` }
}

/** What is wrong with a version of guardrails, or worth knowing of it, as with rules of any kind: its text, its tests. */
export async function listGuardrailProblems(content: Guardrails): Promise<PolicyProblem[]> {
  const { problems } = await inspectGuardrails(content)
  return problems.map((problem) => toPolicyProblem(content, problem))
}
