'use client'
import { Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { PolicyRule } from '@/lib/domain/approval-policy'
import { describeCondition, describeVerdict } from '@/lib/domain/describe-rule'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { useChoices } from './choices'
import { type Draft, type Edit, freeName } from './draft'
import { NO_PROBLEMS, RuleRow } from './rule-row'

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

/** Problems by the rule that they are about; a rule's list stays the same list as long as it says the same. */
function useByRule(problems: readonly PolicyProblem[]) {
  return useMemo(() => {
    const byRule = new Map<number, PolicyProblem[]>()
    for (const problem of problems) {
      const [first, index] = problem.path
      if (first === 'rules' && typeof index === 'number') byRule.set(index, [...(byRule.get(index) ?? []), problem])
    }
    return byRule
  }, [problems])
}

type Props = { draft: Draft; problems: readonly PolicyProblem[]; onEdit: (by: Edit) => void }

/** Which rule is open, and what opens another. */
function useOpenRule({ draft, onEdit }: Props) {
  const [open, setOpen] = useState<number | null>(null)
  const { rules } = draft.policy
  const nextKey = Math.max(-1, ...draft.keys) + 1
  const toggle = useCallback((id: number) => setOpen((now) => (now === id ? null : id)), [])
  const add = (at: number, rule: PolicyRule) => {
    onEdit({ kind: 'add', at, rule })
    setOpen(nextKey)
  }
  const copy = (index: number) => {
    const rule = rules[index]
    if (rule) add(index + 1, { ...rule, name: freeName(rules, `${rule.name} copy`) })
  }
  const addNew = (at: number) => add(at, { ...FRESH, name: freeName(rules, 'New rule') })
  return { open, toggle, copy, addNew }
}

/** All rules, in order, one of them open at most; with many of them only those that are searched for. */
export function RuleRows(props: Props) {
  const { draft, problems, onEdit } = props
  const { policy, keys } = draft
  const { nameOf } = useChoices()
  const { open, toggle, copy, addNew } = useOpenRule(props)
  const [words, setWords] = useState('')
  const byRule = useByRule(problems)
  const wanted = words.trim().toLowerCase()
  const isShown = ({ name, when, verdict }: PolicyRule) =>
    wanted === '' ||
    `${name} ${describeCondition(when, nameOf)} ${describeVerdict(verdict, nameOf).join(' ')}`
      .toLowerCase()
      .includes(wanted)
  const rows = policy.rules.flatMap((rule, index) => (isShown(rule) || keys[index] === open ? [{ rule, index }] : []))
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Input
          aria-label="Search the rules"
          placeholder="Search the rules"
          className="max-w-72"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <span className="text-12 text-fg-3">
          {rows.length} of {policy.rules.length}
        </span>
        <span className="ml-auto flex gap-1.5">
          <Button icon={<Plus aria-hidden="true" />} onClick={() => addNew(0)}>
            Add first
          </Button>
          <Button icon={<Plus aria-hidden="true" />} onClick={() => addNew(policy.rules.length)}>
            Add last
          </Button>
        </span>
      </div>
      <ol className="mt-1">
        {rows.map(({ rule, index }) => (
          <RuleRow
            key={keys[index]}
            id={keys[index] ?? index}
            {...{ rule, index, onEdit }}
            count={policy.rules.length}
            isOpen={keys[index] === open}
            problems={byRule.get(index) ?? NO_PROBLEMS}
            onToggle={toggle}
            onCopy={copy}
          />
        ))}
      </ol>
    </>
  )
}
