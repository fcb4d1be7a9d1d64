'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '../button'
import { Checkbox } from '../checkbox'
import { Field, Input } from '../input'
import { type FilterField, OPERATORS } from './field'

type Props = { field: FilterField; value: string; onChange: (value: string | null) => void; onDone: () => void }

function EnumEditor({ field, value, onChange }: Props) {
  const chosen = new Set(value.split(',').filter(Boolean))
  const toggle = (option: string) => {
    if (!chosen.delete(option)) chosen.add(option)
    onChange([...chosen].join(',') || null)
  }
  return (
    <fieldset className="flex max-h-80 min-w-44 flex-col gap-1.5 overflow-auto">
      <legend className="mb-2 text-12 text-fg-2">{field.label} is</legend>
      {field.options?.map((option) => (
        <Checkbox key={option.value} checked={chosen.has(option.value)} onChange={() => toggle(option.value)}>
          {option.label}
        </Checkbox>
      ))}
    </fieldset>
  )
}

const TYPES = { number: 'number', text: 'text', date: 'date' } as const

/** Where a filter's value is given. An enum applies at once, the others when they are sent. */
export function FilterEditor(props: Props) {
  const { field, value, onChange, onDone } = props
  const [draft, setDraft] = useState(value)
  if (field.kind === 'enum') return <EnumEditor {...props} />
  const apply = (event: FormEvent) => {
    event.preventDefault()
    onChange(draft.trim() || null)
    onDone()
  }
  return (
    <form onSubmit={apply} className="flex w-56 items-end gap-2">
      <Field
        label={`${field.label} ${OPERATORS[field.kind]}${field.unit ? ` (${field.unit})` : ''}`}
        className="flex-1"
      >
        <Input
          type={TYPES[field.kind]}
          min={field.kind === 'number' ? 0 : undefined}
          step="any"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      </Field>
      <Button type="submit" size="lg">
        Apply
      </Button>
    </form>
  )
}
