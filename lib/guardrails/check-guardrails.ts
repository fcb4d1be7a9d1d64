import { type GuardrailProblem, guardrails } from '@/lib/domain/guardrail'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'

/** What keeps a version of guardrails from being proposed: its shape, its text, or a test that comes out wrong. [] = nothing. */
export async function checkGuardrails(content: unknown): Promise<GuardrailProblem[]> {
  const parsed = guardrails.safeParse(content)
  if (!parsed.success) {
    return parsed.error.issues.map(({ message, path }) => {
      const place = { policyId: null, test: null, line: null, column: null, help: path.join('.') || null }
      return { severity: 'error', ...place, message }
    })
  }
  const { problems } = await inspectGuardrails(parsed.data)
  return problems.filter(({ severity }) => severity === 'error')
}
