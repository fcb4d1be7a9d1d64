'use client'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button'
import { Checkbox } from './checkbox'
import { Input } from './input'
import { Popover } from './popover'

/** Something that can be picked. `note` stands beside its label, `group` in a line above those of one group. */
export type Choice = { value: string; label: string; note?: string; group?: string }

type Props = {
  /** What is picked, said to those who hear it: `Members of the group`. */
  label: string
  options: readonly Choice[]
  value: readonly string[]
  onChange: (value: string[]) => void
  /** Finds options that are not among those given. */
  onSearch?: (words: string) => Promise<Choice[]>
  /** What a value is called that is not among the options. */
  nameOf?: (value: string) => string
  verb?: string
}

type Source = Pick<Props, 'options' | 'onSearch' | 'nameOf'>

const MOST = 100

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1 rounded-md border border-line-strong bg-surface pr-1 pl-2 max-md:h-9">
      <span className="truncate">{label}</span>
      <button
        type="button"
        aria-label={`Remove ${label}`}
        onClick={onRemove}
        className="grid size-5 place-items-center rounded-sm text-fg-3 hover:text-fg max-md:size-8"
      >
        <X aria-hidden="true" className="size-3" strokeWidth={2} />
      </button>
    </span>
  )
}

type ListProps = { options: readonly Choice[]; value: readonly string[]; onToggle: (choice: Choice) => void }

function Choices({ options, value, onToggle }: ListProps) {
  const shown = options.slice(0, MOST)
  return (
    <ul className="mt-2 max-h-72 overflow-y-auto">
      {shown.map((option, index) => (
        <li key={option.value}>
          {option.group && option.group !== shown[index - 1]?.group ? (
            <p className="px-1 pt-1.5 pb-0.5 text-12 text-fg-3">{option.group}</p>
          ) : null}
          <div className="flex min-h-7 items-center px-1 max-md:min-h-10">
            <Checkbox checked={value.includes(option.value)} onChange={() => onToggle(option)}>
              <span>
                {option.label} {option.note ? <span className="text-12 text-fg-3">{option.note}</span> : null}
              </span>
            </Checkbox>
          </div>
        </li>
      ))}
      {shown.length === 0 ? <li className="px-1 py-1.5 text-12 text-fg-3">Nothing is called that.</li> : null}
      {options.length > MOST ? (
        <li className="px-1 py-1.5 text-12 text-fg-3">And {options.length - MOST} more: type a part of the name.</li>
      ) : null}
    </ul>
  )
}

const matches = (words: string) => {
  const wanted = words.trim().toLowerCase()
  return ({ label, note = '' }: Choice) => `${label} ${note}`.toLowerCase().includes(wanted)
}

/** The options, what was found besides, and what all of them are called. */
function usePicks({ options, onSearch, nameOf }: Source) {
  const [words, setWords] = useState('')
  const [found, setFound] = useState<Choice[]>([])
  const search = (next: string) => {
    setWords(next)
    if (onSearch && next.trim().length > 1) void onSearch(next).then(setFound)
  }
  const known = [...options, ...found.filter(({ value }) => !options.some((option) => option.value === value))]
  const name = (value: string) => known.find((each) => each.value === value)?.label ?? nameOf?.(value) ?? value
  return { words, search, shown: known.filter(matches(words)), name }
}

/** Several of many: what is picked as chips, and a list to search behind a button. */
export function MultiPick({ label, value, onChange, verb = 'Add', ...source }: Props) {
  const { words, search, shown, name } = usePicks(source)
  const toggle = ({ value: one }: Choice) =>
    onChange(value.includes(one) ? value.filter((each) => each !== one) : [...value, one])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and its own layout
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-1.5">
      {value.map((each) => (
        <Chip key={each} label={name(each)} onRemove={() => onChange(value.filter((other) => other !== each))} />
      ))}
      <Popover
        label={label}
        trigger={
          <Button variant="bare" icon={<Plus aria-hidden="true" />}>
            {verb}
          </Button>
        }
      >
        <div className="w-72">
          <Input
            aria-label={`Search: ${label}`}
            placeholder="Search"
            value={words}
            onChange={(event) => search(event.target.value)}
          />
          <Choices options={shown} value={value} onToggle={toggle} />
        </div>
      </Popover>
    </div>
  )
}
