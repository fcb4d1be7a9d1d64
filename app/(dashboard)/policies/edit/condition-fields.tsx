'use client'
import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { MultiPick } from '@/components/ui/multi-pick'
import { Segmented } from '@/components/ui/segmented'
import type { PolicyCondition } from '@/lib/domain/approval-policy'
import { findIdentities, findSystemChoices } from '../actions'
import { NumberField, SecondsField } from './amount-field'
import { type Choices, useChoices } from './choices'
import { CONDITION_KINDS, CONDITION_NAMES, type ConditionName, type Control } from './condition-kinds'

type Value = NonNullable<PolicyCondition[ConditionName]>
type FieldProps = { label: string; value: Value; onChange: (value: unknown) => void }

function ListField({
  label,
  value,
  onChange,
  options,
}: FieldProps & Pick<Extract<Control, { type: 'list' }>, 'options'>) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  const toggle = (one: string | number) =>
    onChange(options.map((option) => option.value).filter((each) => (each === one) !== chosen.includes(each)))
  return (
    <span className="flex flex-wrap gap-x-3.5 gap-y-1">
      {options.map((option) => (
        <Checkbox
          key={option.value}
          aria-label={`${label}: ${option.label}`}
          checked={chosen.includes(option.value)}
          onChange={() => toggle(option.value)}
        >
          {option.label}
        </Checkbox>
      ))}
    </span>
  )
}

function optionsOf(of: Extract<Control, { type: 'ids' }>['of'], { members, groups }: Choices) {
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  if (of === 'groups') return named(groups)
  return of === 'requesters' ? named(members) : []
}

function IdsField({ label, value, onChange, of }: FieldProps & { of: Extract<Control, { type: 'ids' }>['of'] }) {
  const choices = useChoices()
  const search = {
    systems: findSystemChoices,
    identities: findIdentities,
    requesters: findIdentities,
    groups: undefined,
  }
  return (
    <MultiPick
      label={label}
      options={optionsOf(of, choices)}
      onSearch={search[of]}
      nameOf={choices.nameOf}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
    />
  )
}

function ConditionControl({ control, ...field }: FieldProps & { control: Control }) {
  if (control.type === 'list') return <ListField {...field} options={control.options} />
  if (control.type === 'ids') return <IdsField {...field} of={control.of} />
  const { label, value, onChange } = field
  if (control.type === 'number') return <NumberField label={label} value={Number(value)} onChange={onChange} />
  if (control.type === 'seconds') return <SecondsField label={label} value={Number(value)} onChange={onChange} />
  return (
    <Segmented
      label={label}
      value={String(value)}
      onSelect={(chosen) => onChange(chosen === 'true')}
      segments={[
        { value: 'true', label: control.yes },
        { value: 'false', label: control.no },
      ]}
    />
  )
}

type Props = { when: PolicyCondition; onChange: (when: PolicyCondition) => void }

function without(when: PolicyCondition, name: ConditionName): PolicyCondition {
  const { [name]: _, ...rest } = when
  return rest
}

/** When a rule speaks: everything here must hold. Nothing here = it always speaks. */
export function ConditionFields({ when, onChange }: Props) {
  const [named, free] = [true, false].map((is) => CONDITION_NAMES.filter((name) => (when[name] !== undefined) === is))
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">If all of this holds</legend>
      {named?.map((name) => {
        const { label, control } = CONDITION_KINDS[name]
        const set = (value: unknown) => onChange({ ...when, [name]: value })
        return (
          <div key={name} className="flex items-start gap-3 border-t border-line py-1.5 max-md:flex-wrap">
            <span className="w-44 shrink-0 pt-1">{label}</span>
            <div className="min-w-0 flex-1 pt-0.5">
              <ConditionControl label={label} control={control} value={when[name] as Value} onChange={set} />
            </div>
            <IconButton label={`Remove: ${label}`} onClick={() => onChange(without(when, name))}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
        )
      })}
      {named?.length === 0 ? <p className="py-1 text-fg-3">Nothing is asked: it always speaks.</p> : null}
      <DropdownMenu
        align="start"
        trigger={
          <Button variant="bare" icon={<Plus aria-hidden="true" />}>
            Add a condition
          </Button>
        }
      >
        {free?.map((name) => (
          <MenuItem key={name} onSelect={() => onChange({ ...when, ...CONDITION_KINDS[name].fresh })}>
            {CONDITION_KINDS[name].label}
          </MenuItem>
        ))}
      </DropdownMenu>
    </fieldset>
  )
}
