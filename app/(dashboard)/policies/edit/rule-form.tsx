'use client'
import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/input'
import type { PolicyRule } from '@/lib/domain/approval-policy'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { ProblemList } from '../problem-list'
import { NumberField } from './amount-field'
import { ConditionFields } from './condition-fields'
import type { Edit } from './draft'
import { VerdictFields } from './verdict-fields'

type Props = {
  rule: PolicyRule
  index: number
  count: number
  problems: readonly PolicyProblem[]
  onEdit: (by: Edit) => void
}

function Deeds({ index, count, onEdit }: Omit<Props, 'rule' | 'problems'>) {
  const move = (to: number) => onEdit({ kind: 'move', from: index, to })
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-t border-line pt-2.5">
      <Button size="sm" icon={<ArrowUp aria-hidden="true" />} disabled={index === 0} onClick={() => move(index - 1)}>
        Earlier
      </Button>
      <Button
        size="sm"
        icon={<ArrowDown aria-hidden="true" />}
        disabled={index === count - 1}
        onClick={() => move(index + 1)}
      >
        Later
      </Button>
      <span className="flex items-center gap-1.5 text-12 text-fg-3">
        to place <NumberField label="Place" min={1} value={index + 1} onChange={(place) => place && move(place - 1)} />{' '}
        of {count}
      </span>
      <span className="ml-auto flex gap-1.5">
        <Button size="sm" icon={<Copy aria-hidden="true" />} onClick={() => onEdit({ kind: 'copy', index })}>
          Copy
        </Button>
        <Button
          size="sm"
          variant="ends"
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => onEdit({ kind: 'remove', index })}
        >
          Remove
        </Button>
      </span>
    </div>
  )
}

/** One rule as a form: its name, when it speaks, what it says. */
export function RuleForm({ rule, index, count, problems, onEdit }: Props) {
  const set = (change: Partial<PolicyRule>) => onEdit({ kind: 'rule', index, rule: { ...rule, ...change } })
  return (
    <div className="grid gap-4 py-2">
      {problems.length > 0 ? <ProblemList problems={problems} /> : null}
      <Field label="Name" className="max-w-120">
        <Input data-autofocus value={rule.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <ConditionFields when={rule.when} onChange={(when) => set({ when })} />
      <VerdictFields verdict={rule.verdict} onChange={(verdict) => set({ verdict })} />
      <Deeds index={index} count={count} onEdit={onEdit} />
    </div>
  )
}
