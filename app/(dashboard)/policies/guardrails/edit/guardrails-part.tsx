'use client'
import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { SectionHead } from '@/components/ui/section-head'
import { Segmented } from '@/components/ui/segmented'
import type { GuardrailProblem, Guardrails } from '@/lib/domain/guardrail'
import { otherwiseInWords } from '../guardrail-list'
import { BLANK, distinct, EXAMPLES } from './examples'
import { GuardrailFields } from './guardrail-fields'
import { ProblemList } from './problem-list'

type Props = {
  content: Guardrails
  problems: readonly GuardrailProblem[]
  onChange: (content: Guardrails) => void
}

function Otherwise({ content, onChange }: Omit<Props, 'problems'>) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="text-fg-2">What no guardrail speaks of</span>
      <Segmented
        label="What no guardrail speaks of"
        value={content.otherwise}
        onSelect={(value) => onChange({ ...content, otherwise: value === 'deny' ? 'deny' : 'allow' })}
        segments={[
          { value: 'allow', label: 'passes' },
          { value: 'deny', label: 'is refused' },
        ]}
      />
      <span className="text-12 text-fg-3">{otherwiseInWords(content)}</span>
    </div>
  )
}

function Add({ content, onChange }: Omit<Props, 'problems'>) {
  const add = (policy: typeof BLANK) =>
    onChange({ ...content, policies: [...content.policies, distinct(policy, content.policies)] })
  return (
    <DropdownMenu trigger={<Button icon={<Plus aria-hidden="true" />}>Add a guardrail</Button>}>
      <MenuItem onSelect={() => add(BLANK)}>Blank</MenuItem>
      {EXAMPLES.map((example) => (
        <MenuItem key={example.id} onSelect={() => add(example)}>
          {example.name}
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}

/** The guardrails as they are being written. */
export function GuardrailsPart({ content, problems, onChange }: Props) {
  const { policies } = content
  const known = policies.map(({ id }) => id)
  const others = problems.filter(({ policyId, test }) => test === null && !known.includes(policyId ?? ''))
  return (
    <section aria-labelledby="guardrails" className="page-inset min-w-0 pt-4 pb-6">
      <SectionHead id="guardrails" title="Guardrails" end={<Add content={content} onChange={onChange} />} />
      <Otherwise content={content} onChange={onChange} />
      <ProblemList problems={others} />
      <ul>
        {policies.map((policy, index) => (
          <GuardrailFields
            key={policy.id}
            policy={policy}
            problems={problems.filter(({ policyId }) => policyId === policy.id)}
            onChange={(next) => onChange({ ...content, policies: policies.with(index, next) })}
            onRemove={() => onChange({ ...content, policies: policies.toSpliced(index, 1) })}
          />
        ))}
      </ul>
    </section>
  )
}
