'use client'
import { AlignLeft, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/input'
import type { GuardrailPolicy, GuardrailProblem } from '@/lib/domain/guardrail'
import { layOutTheGuardrail } from '../actions'
import { ProblemList } from './problem-list'

type Props = {
  policy: GuardrailPolicy
  problems: readonly GuardrailProblem[]
  onChange: (policy: GuardrailPolicy) => void
  onRemove: () => void
}

/** One guardrail: its name, why it is there (which whoever it refuses is told), and its Cedar policy. */
export function GuardrailFields({ policy, problems, onChange, onRemove }: Props) {
  const { name, description, text } = policy
  const layOut = async () => {
    const answer = await layOutTheGuardrail({ text })
    if (answer.ok) onChange({ ...policy, text: answer.value })
  }
  return (
    <li className="border-b border-line py-3 last:border-b-0">
      <div className="grid gap-3 md:grid-cols-2">
        <Field label="Name">
          <Input value={name} onChange={(event) => onChange({ ...policy, name: event.target.value })} />
        </Field>
        <Field label="What whoever is refused should do instead">
          <Input value={description} onChange={(event) => onChange({ ...policy, description: event.target.value })} />
        </Field>
      </div>
      <Field label="Policy (Cedar)" className="mt-2">
        <Textarea
          value={text}
          rows={4}
          spellCheck={false}
          aria-invalid={problems.some(({ severity }) => severity === 'error')}
          className="font-mono text-12 [font-variant-ligatures:none]"
          onChange={(event) => onChange({ ...policy, text: event.target.value })}
        />
      </Field>
      <ProblemList problems={problems} />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<AlignLeft aria-hidden="true" />} onClick={() => void layOut()}>
          Lay out
        </Button>
        <Button size="sm" variant="ends" icon={<Trash2 aria-hidden="true" />} onClick={onRemove}>
          Remove
        </Button>
        <span className="code text-fg-3">{policy.id}</span>
      </div>
    </li>
  )
}
