import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs'
import type { GuardrailProblem } from '@/lib/domain/guardrail'

/** Where a place in a text is, given in bytes of UTF-8, as the engine counts; both from 1. */
function placeOf(text: string, byte: number): { line: number; column: number } {
  const before = new TextDecoder().decode(new TextEncoder().encode(text).slice(0, byte))
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The engine names the policy and the action in each message; the first is known, the second says the same thing again. */
function plain(message: string): string {
  const said = message
    .replace(/^failed to parse policy with id `[^`]*` from string: /, '')
    .replace(/^for policy `[^`]*`, /, '')
    .replace(/ for Action::"[^"]*"/, '')
  return said.charAt(0).toUpperCase() + said.slice(1)
}

export const isSame = (a: GuardrailProblem, b: GuardrailProblem) =>
  a.policyId === b.policyId &&
  a.test === b.test &&
  a.message === b.message &&
  a.line === b.line &&
  a.column === b.column

/** What the engine says of a guardrail, where in its text. */
export function toProblem(
  severity: GuardrailProblem['severity'],
  { id, text }: { id: string; text: string },
  { message, help, sourceLocations }: DetailedError,
): GuardrailProblem {
  const [first] = sourceLocations ?? []
  const place = first ? placeOf(text, first.start) : { line: null, column: null }
  const expected = first?.label ?? null
  return { severity, policyId: id, test: null, ...place, message: plain(message), help: help ?? expected }
}

/** A fault that is ours to tell, at a word of the text where it is in there. */
export function faultOf(
  { id, text }: { id: string; text: string },
  message: string,
  {
    at = null,
    help = null,
    severity = 'error',
  }: Partial<{ at: string | null; help: string | null } & Pick<GuardrailProblem, 'severity'>> = {},
): GuardrailProblem {
  const index = at === null ? -1 : text.indexOf(at)
  const place =
    index < 0 ? { line: null, column: null } : placeOf(text, new TextEncoder().encode(text.slice(0, index)).length)
  return { severity, policyId: id, test: null, ...place, message, help }
}
