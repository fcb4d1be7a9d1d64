import type { ApprovalPolicy, PolicyRule } from '@/lib/domain/approval-policy'

/** Rules that are being written. `keys`: one for each rule, that stays when it is renamed or moved; `open`: the key of the one
 *  whose form is open. */
export type Draft = { policy: ApprovalPolicy; keys: readonly number[]; open: number | null }

export type Edit =
  | { kind: 'rule'; index: number; rule: PolicyRule }
  | { kind: 'add'; isFirst: boolean }
  | { kind: 'copy'; index: number }
  | { kind: 'toggle'; key: number }
  | { kind: 'remove'; index: number }
  | { kind: 'move'; from: number; to: number }
  | { kind: 'set'; change: Partial<ApprovalPolicy> }
  | { kind: 'replace'; policy: ApprovalPolicy }

const FRESH: Omit<PolicyRule, 'name'> = {
  when: { tiers: [1] },
  verdict: {
    kind: 'stages',
    lapseAfterHours: 24,
    stages: [
      {
        ...{ kind: 'people', name: 'Approver', votes: 1, from: [{ role: 'approver' }], windows: [] },
        ...{ remindAfterHours: null, escalateAfterHours: null, escalateTo: [] },
      },
    ],
  },
}

/** A name that no rule has yet. */
function freeName(rules: readonly PolicyRule[], wanted: string): string {
  const taken = new Set(rules.map(({ name }) => name))
  for (let count = 2; ; count++) {
    const name = count === 2 ? wanted : `${wanted} ${count - 1}`
    if (!taken.has(name)) return name
  }
}

export function startDraft(policy: ApprovalPolicy): Draft {
  return { policy, keys: policy.rules.map((_, index) => index), open: null }
}

const withRules = (draft: Draft, rules: PolicyRule[], keys: readonly number[]): Draft => {
  return { ...draft, policy: { ...draft.policy, rules }, keys }
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

function insert(draft: Draft, at: number, rule: Omit<PolicyRule, 'name'>, wanted: string): Draft {
  const { policy, keys } = draft
  const open = Math.max(-1, ...keys) + 1
  const named = { ...rule, name: freeName(policy.rules, wanted) }
  return { ...withRules(draft, policy.rules.toSpliced(at, 0, named), keys.toSpliced(at, 0, open)), open }
}

function copy(draft: Draft, index: number): Draft {
  const rule = draft.policy.rules[index]
  return rule ? insert(draft, index + 1, rule, `${rule.name} copy`) : draft
}

/** The draft after an edit. */
export function edit(draft: Draft, by: Edit): Draft {
  const { policy, keys, open } = draft
  if (by.kind === 'replace') return startDraft(by.policy)
  if (by.kind === 'set') return { ...draft, policy: { ...policy, ...by.change } }
  if (by.kind === 'toggle') return { ...draft, open: open === by.key ? null : by.key }
  if (by.kind === 'move') return move(draft, by.from, by.to)
  if (by.kind === 'copy') return copy(draft, by.index)
  if (by.kind === 'add') return insert(draft, by.isFirst ? 0 : keys.length, FRESH, 'New rule')
  if (by.kind === 'remove') return withRules(draft, policy.rules.toSpliced(by.index, 1), keys.toSpliced(by.index, 1))
  return withRules(draft, policy.rules.with(by.index, by.rule), keys)
}
