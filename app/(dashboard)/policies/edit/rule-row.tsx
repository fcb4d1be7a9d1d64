'use client'
import { ChevronDown, ChevronRight, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { PolicyRule } from '@/lib/domain/approval-policy'
import { describeCondition, describeVerdict } from '@/lib/domain/describe-rule'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { useChoices } from './choices'
import type { Edit } from './draft'
import { RuleForm } from './rule-form'

type Props = {
  id: number
  rule: PolicyRule
  index: number
  count: number
  isOpen: boolean
  problems: readonly PolicyProblem[]
  onEdit: (by: Edit) => void
}

function Sign({ problems }: Pick<Props, 'problems'>) {
  if (problems.length === 0) return null
  const isError = problems.some(({ level }) => level === 'error')
  return (
    <span className={isError ? 'text-danger-fg' : 'text-medium-fg'}>
      <TriangleAlert aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
      <span className="sr-only">{isError ? 'has an error' : 'has a warning'}</span>
    </span>
  )
}

/** What stands for no problem at all: one list, so that a row without any stays as it is. */
export const NO_PROBLEMS: readonly PolicyProblem[] = []

/** One rule of the editor: a sentence, and its form once it is opened. Rows that did not change are not drawn again. */
export const RuleRow = memo(function RuleRow(props: Props) {
  const { id, rule, index, count, isOpen, problems, onEdit } = props
  const { nameOf } = useChoices()
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onEdit({ kind: 'toggle', key: id })}
        className="flex w-full items-start gap-2 py-2 text-left hover:bg-surface-hover"
      >
        <span className="w-7 shrink-0 text-right text-fg-3 tabular-nums">{index + 1}</span>
        <Chevron aria-hidden="true" className="mt-0.75 size-3.5 shrink-0 text-fg-3" strokeWidth={1.75} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <b>{rule.name || 'without a name'}</b> <Sign problems={problems} />
          </span>
          <span className="block break-words text-fg-2">
            {describeCondition(rule.when, nameOf)}: {describeVerdict(rule.verdict, nameOf).join('; ')}
          </span>
        </span>
      </button>
      {isOpen ? (
        <div className="pb-3 pl-12 max-md:pl-0">
          <RuleForm {...{ rule, index, count, problems, onEdit }} />
        </div>
      ) : null}
    </li>
  )
})
