import type { ApprovalPolicy, PolicyRule } from '@/lib/domain/approval-policy'
import { describePolicy, type SettingInWords } from '@/lib/domain/describe-policy'
import type { NameOf, RuleInWords } from '@/lib/domain/describe-rule'
import { isSameJson } from '@/lib/domain/is-same-json'

/** What became of one rule between two versions. Positions count from 1; `was` null: it is new, `now` null: it is gone. */
export type RuleChange = {
  kind: 'added' | 'removed' | 'changed' | 'moved' | 'same'
  name: string
  was: number | null
  now: number | null
  before: RuleInWords | null
  after: RuleInWords | null
}

/** What differs between two versions of the rules. `settings`: only those that differ, what no rule speaks of among them. */
export type PolicyDiff = {
  rules: RuleChange[]
  settings: { label: string; before: string; after: string }[]
  isSame: boolean
}

/** The longest run of numbers that rise: what stayed in order, so that as few rules as possible count as moved. */
function longestRising(numbers: readonly number[]): Set<number> {
  const best: number[][] = []
  for (const [index, number] of numbers.entries()) {
    const before = best.slice(0, index).filter((run) => (run.at(-1) ?? -1) < number)
    const longest = before.reduce<number[]>((run, other) => (other.length > run.length ? other : run), [])
    best.push([...longest, number])
  }
  return new Set(best.reduce<number[]>((run, other) => (other.length > run.length ? other : run), []))
}

const indexByName = (rules: readonly PolicyRule[]) => new Map(rules.map(({ name }, index) => [name, index]))

function changeSettings(before: readonly SettingInWords[], after: readonly SettingInWords[]) {
  return after.flatMap(({ label, text }) => {
    const old = before.find((setting) => setting.label === label)?.text ?? ''
    return old === text ? [] : [{ label, before: old, after: text }]
  })
}

/** What differs between two versions, in words, in the order of the newer; what is gone stands where it was. Rules are the
 *  same rule as long as they keep their name. */
export function diffPolicies(before: ApprovalPolicy, after: ApprovalPolicy, nameOf: NameOf): PolicyDiff {
  const [old, young] = [describePolicy(before, nameOf), describePolicy(after, nameOf)]
  const [oldIndex, newIndex] = [indexByName(before.rules), indexByName(after.rules)]
  const kept = after.rules.flatMap(({ name }) => oldIndex.get(name) ?? [])
  const inOrder = longestRising(kept)
  const rules = after.rules.map((rule, now): RuleChange => {
    const was = oldIndex.get(rule.name)
    const place = { name: rule.name, now: now + 1, after: young.rules[now] ?? null }
    if (was === undefined) return { ...place, kind: 'added', was: null, before: null }
    const kind = !isSameJson(before.rules[was], rule) ? 'changed' : inOrder.has(was) ? 'same' : 'moved'
    return { ...place, kind, was: was + 1, before: old.rules[was] ?? null }
  })
  for (const [was, { name }] of before.rules.entries()) {
    if (newIndex.has(name)) continue
    const gone = {
      kind: 'removed',
      name,
      was: was + 1,
      now: null,
      before: old.rules[was] ?? null,
      after: null,
    } as const
    rules.splice(Math.min(was, rules.length), 0, gone)
  }
  const otherwise = (steps: string[]) => [{ label: 'Where no rule speaks', text: steps.join('. ') }]
  const settings = changeSettings(
    [...otherwise(old.otherwise), ...old.settings],
    [...otherwise(young.otherwise), ...young.settings],
  )
  return { rules, settings, isSame: settings.length === 0 && rules.every(({ kind }) => kind === 'same') }
}
