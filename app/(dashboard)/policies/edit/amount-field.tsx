'use client'
import { useState } from 'react'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'

const UNITS = [
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
]

const largestUnit = (seconds: number) =>
  UNITS.findLast(({ value }) => seconds > 0 && seconds % Number(value) === 0)?.value ?? '60'

/** A whole number one types; what is no number counts as 0. */
export function NumberField(props: {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  step?: number
}) {
  const { label, value, onChange, min = 0, step = 1 } = props
  return (
    <Input
      aria-label={label}
      type="number"
      min={min}
      step={step}
      className="w-24! tabular-nums"
      value={String(value)}
      onChange={(event) => onChange(event.target.valueAsNumber || 0)}
    />
  )
}

/** A length of time in the unit one thinks in; seconds outside. */
export function SecondsField({ label, value, onChange }: Omit<Parameters<typeof NumberField>[0], 'min' | 'step'>) {
  const [unit, setUnit] = useState(() => largestUnit(value))
  const size = Number(unit)
  const choose = (next: string) => {
    setUnit(next)
    onChange(Math.round((value / size) * Number(next)))
  }
  return (
    <span className="inline-flex items-center gap-1.5">
      <NumberField
        label={label}
        step={0.5}
        value={Math.round((value / size) * 100) / 100}
        onChange={(amount) => onChange(Math.round(amount * size))}
      />
      <Select label={`Unit: ${label}`} options={UNITS} value={unit} onValueChange={choose} className="w-28!" />
    </span>
  )
}

/** A length of time in hours, which may be left out. */
export function OptionalHours(props: {
  label: string
  value: number | null
  fresh: number
  onChange: (hours: number | null) => void
}) {
  const { label, value, fresh, onChange } = props
  return (
    <span className="inline-flex items-center gap-1.5">
      <Select
        label={label}
        className="w-24!"
        options={[
          { value: 'no', label: 'never' },
          { value: 'yes', label: 'after' },
        ]}
        value={value === null ? 'no' : 'yes'}
        onValueChange={(choice) => onChange(choice === 'yes' ? fresh : null)}
      />
      {value === null ? null : (
        <SecondsField label={label} value={value * 3600} onChange={(seconds) => onChange(seconds / 3600)} />
      )}
    </span>
  )
}
