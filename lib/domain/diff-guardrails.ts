import type { Guardrails } from '@/lib/domain/guardrail'

/** One line of a text that changed: `−` is gone, `+` is new, a space is as before. */
export type DiffLine = { sign: '−' | '+' | ' '; text: string }

/** What becomes of one guardrail, of one test, or of what no guardrail speaks of. */
export type GuardrailChange = { kind: 'added' | 'removed' | 'changed'; name: string; lines: DiffLine[] }

/** How long the longest run of common lines is from each place of the two texts on. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  return lengths
}

/** So many pairs of lines are compared at most: beyond, all of the old is gone and all of the new is new. */
const MOST_PAIRS = 1_000_000

const all = (sign: DiffLine['sign'], lines: readonly string[]) => lines.map((text): DiffLine => ({ sign, text }))

/** Line by line, with as many kept as can be. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length * after.length > MOST_PAIRS) return [...all('−', before), ...all('+', after)]
  const lengths = commonLengths(before, after)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]]
    const goesOn = (lengths[i + 1]?.[j] ?? -1) >= (lengths[i]?.[j + 1] ?? -1)
    if (old !== undefined && old === young) lines.push({ sign: ' ', text: old })
    else if (old !== undefined && (young === undefined || goesOn)) lines.push({ sign: '−', text: old })
    else if (young !== undefined) lines.push({ sign: '+', text: young })
    const last = lines.at(-1)?.sign
    if (last !== '+') i++
    if (last !== '−') j++
  }
  return lines
}

type Written = { key: string; name: string; lines: string[] }

const writtenPolicies = ({ policies }: Guardrails): Written[] =>
  policies.map(({ id, name, description, text }) => {
    return { key: id, name, lines: [`// ${name}`, ...(description ? [`// ${description}`] : []), ...text.split('\n')] }
  })

const writtenTests = ({ tests }: Guardrails): Written[] =>
  tests.map((test) => {
    return { key: test.name, name: `Test: ${test.name}`, lines: JSON.stringify(test, null, 2).split('\n') }
  })

function diffWritten(before: readonly Written[], after: readonly Written[]): GuardrailChange[] {
  const changes = after.map(({ key, name, lines }): GuardrailChange => {
    const old = before.find((each) => each.key === key)
    return { kind: old ? 'changed' : 'added', name, lines: diffLines(old?.lines ?? [], lines) }
  })
  const gone = before.filter(({ key }) => !after.some((each) => each.key === key))
  return [
    ...changes.filter(({ lines }) => lines.some(({ sign }) => sign !== ' ')),
    ...gone.map(({ name, lines }): GuardrailChange => ({ kind: 'removed', name, lines: diffLines(lines, []) })),
  ]
}

const OTHERWISE = {
  allow: 'What no guardrail speaks of is allowed.',
  deny: 'What no guardrail speaks of is denied.',
} as const

/** What differs between two versions of the guardrails: the default first, then guardrail by guardrail, which stay the same as
 *  long as they keep their id, then their tests by name. */
export function diffGuardrails(before: Guardrails, after: Guardrails): GuardrailChange[] {
  const otherwise = diffLines([OTHERWISE[before.otherwise]], [OTHERWISE[after.otherwise]])
  return [
    ...(before.otherwise === after.otherwise
      ? []
      : [{ kind: 'changed' as const, name: 'Otherwise', lines: otherwise }]),
    ...diffWritten(writtenPolicies(before), writtenPolicies(after)),
    ...diffWritten(writtenTests(before), writtenTests(after)),
  ]
}
