'use client'
import { Plus } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { describeCondition, describeVerdict } from '@/lib/domain/describe-rule'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { useChoices } from './choices'
import type { Draft, Edit } from './draft'
import { NO_PROBLEMS, RuleRow } from './rule-row'

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

/** The rules that hold the words, and the one that is open; without words all. */
function useShown({ policy, keys, open }: Draft, words: string) {
  const { nameOf } = useChoices()
  return useMemo(() => {
    const all = policy.rules.map((rule, index) => ({ rule, index, key: keys[index] ?? index }))
    const wanted = words.trim().toLowerCase()
    if (wanted === '') return all
    return all.filter(({ rule: { name, when, verdict }, key }) => {
      const text = [name, describeCondition(when, nameOf), ...describeVerdict(verdict, nameOf)].join(' ')
      return key === open || text.toLowerCase().includes(wanted)
    })
  }, [policy, keys, open, words, nameOf])
}

function AddButtons({ onEdit }: Pick<Props, 'onEdit'>) {
  return (
    <span className="ml-auto flex gap-1.5">
      <Button icon={<Plus aria-hidden="true" />} onClick={() => onEdit({ kind: 'add', isFirst: true })}>
        Add first
      </Button>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => onEdit({ kind: 'add', isFirst: false })}>
        Add last
      </Button>
    </span>
  )
}

/** All rules, in order, one of them open at most; with many of them only those that are searched for. */
export function RuleRows({ draft, problems, onEdit }: Props) {
  const [words, setWords] = useState('')
  const byRule = useByRule(problems)
  const rows = useShown(draft, useDeferredValue(words))
  const count = draft.policy.rules.length
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
          {rows.length} of {count}
        </span>
        <AddButtons onEdit={onEdit} />
      </div>
      <ol className="mt-1">
        {rows.map(({ rule, index, key }) => (
          <RuleRow
            key={key}
            id={key}
            {...{ rule, index, count, onEdit }}
            isOpen={key === draft.open}
            problems={byRule.get(index) ?? NO_PROBLEMS}
          />
        ))}
      </ol>
    </>
  )
}
