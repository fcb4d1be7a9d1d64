import { loadCedar } from '@/lib/guardrails/load-cedar'

/** A policy laid out the usual way; as it is where it cannot be read. */
export async function formatGuardrail(text: string): Promise<string> {
  const cedar = await loadCedar()
  const answer = cedar.formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 })
  return answer.type === 'success' ? answer.formatted_policy.trimEnd() : text
}
