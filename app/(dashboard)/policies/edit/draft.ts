import type { ApprovalPolicy, PolicyRule } from '@/lib/domain/approval-policy'

/** Rules that are being written. `keys`: one for each rule, that stays when it is renamed or moved. */
export type Draft = { policy: ApprovalPolicy; keys: readonly number[] }

export type Edit =
  | { kind: 'rule'; index: number; rule: PolicyRule }
  | { kind: 'add'; at: number; rule: PolicyRule }
  | { kind: 'remove'; index: number }
  | { kind: 'move'; from: number; to: number }
  | { kind: 'set'; change: Partial<ApprovalPolicy> }
  | { kind: 'replace'; policy: ApprovalPolicy }

export function startDraft(policy: ApprovalPolicy): Draft {
  return { policy, keys: policy.rules.map((_, index) => index) }
}

const withRules = ({ policy }: Draft, rules: PolicyRule[], keys: readonly number[]): Draft => {
  return { policy: { ...policy, rules }, keys }
}

function move(draft: Draft, from: number, to: number): Draft {
  const { policy, keys } = draft
  const [rule, key] = [policy.rules[from], keys[from]]
  const place = Math.max(0, Math.min(to, keys.length - 1))
  if (!rule || key === undefined) return draft
  return withRules(
    draft,
    policy.rules.toSpliced(from, 1).toSpliced(place, 0, rule),
    keys.toSpliced(from, 1).toSpliced(place, 0, key),
  )
}

/** The draft after an edit. */
export function edit(draft: Draft, by: Edit): Draft {
  const { policy, keys } = draft
  if (by.kind === 'replace') return startDraft(by.policy)
  if (by.kind === 'set') return { ...draft, policy: { ...policy, ...by.change } }
  if (by.kind === 'move') return move(draft, by.from, by.to)
  if (by.kind === 'remove') return withRules(draft, policy.rules.toSpliced(by.index, 1), keys.toSpliced(by.index, 1))
  if (by.kind === 'rule') return withRules(draft, policy.rules.with(by.index, by.rule), keys)
  const fresh = Math.max(-1, ...keys) + 1
  return withRules(draft, policy.rules.toSpliced(by.at, 0, by.rule), keys.toSpliced(by.at, 0, fresh))
}

/** A name that no rule has yet. */
export function freeName(rules: readonly PolicyRule[], wanted: string): string {
  const taken = new Set(rules.map(({ name }) => name))
  for (let count = 2; ; count++) {
    const name = count === 2 ? wanted : `${wanted} ${count - 1}`
    if (!taken.has(name)) return name
  }
}
