'use client'
import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import type { RequestForm } from '@/lib/domain/request-form'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'

type Window = RequestForm['windows'][number]

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const DAY_MINUTES = 1440
const ZONES = ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Los_Angeles', 'Asia/Singapore']

const two = (value: number) => String(value).padStart(2, '0')
const toClock = (minute: number) => `${two(Math.floor((minute % DAY_MINUTES) / 60))}:${two(minute % 60)}`
const toMinute = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
/** To the same clock or earlier is the next day's. */
const lengthOf = (start: number, end: number) => (end > start ? end - start : end + DAY_MINUTES - start)

function Days({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const toggle = (day: number) => {
    const weekdays = window.weekdays.includes(day)
      ? window.weekdays.filter((each) => each !== day)
      : [...window.weekdays, day].sort()
    if (weekdays.length > 0) onChange({ ...window, weekdays })
  }
  return (
    <fieldset className="flex rounded-md border border-line-strong">
      <legend className="sr-only">Days</legend>
      {DAYS.map((name, index) => (
        <button
          key={name}
          type="button"
          aria-pressed={window.weekdays.includes(index + 1)}
          onClick={() => toggle(index + 1)}
          className="h-7.5 border-r border-line-strong px-2 text-12 text-fg-2 first:rounded-l-[4px] last:rounded-r-[4px] last:border-r-0 aria-pressed:bg-surface-strong aria-pressed:font-medium aria-pressed:text-fg max-md:h-10"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}

function Clocks({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const { startMinute, durationMinutes } = window
  const end = startMinute + durationMinutes
  const set = (start: number, until: number) =>
    onChange({ ...window, startMinute: start, durationMinutes: lengthOf(start, until % DAY_MINUTES) })
  return (
    <span className="flex items-center gap-1.5">
      <Input
        type="time"
        aria-label="From"
        className="w-24"
        value={toClock(startMinute)}
        onChange={(event) => set(toMinute(event.target.value), end)}
      />
      <span className="text-fg-3">to</span>
      <Input
        type="time"
        aria-label="To"
        className="w-24"
        value={toClock(end)}
        onChange={(event) => set(startMinute, toMinute(event.target.value))}
      />
    </span>
  )
}

type RowProps = { window: Window; onChange: (window: Window) => void; onRemove: () => void }

function WindowRow({ window, onChange, onRemove }: RowProps) {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <Days window={window} onChange={onChange} />
      <Clocks window={window} onChange={onChange} />
      <Input
        aria-label="Time zone"
        list="zones"
        className="w-44"
        value={window.timeZone}
        onChange={(event) => onChange({ ...window, timeZone: event.target.value })}
      />
      <IconButton label="Leave out this window" onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** When it may be used at all, on the clock of a place. */
export function WindowsSection({ form, set }: FormPart) {
  const { windows } = form
  const replace = (at: number, next: Window | null) =>
    set({ windows: windows.flatMap((window, index) => (index === at ? (next ?? []) : window)) })
  const add = () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const office = { weekdays: [1, 2, 3, 4, 5], startMinute: 540, durationMinutes: 480, timeZone }
    set({ windows: [...windows, office] })
  }
  return (
    <FormSection id="when" title="Only in windows" note={windows.length === 0 ? 'none: at any time' : undefined}>
      {windows.map((window, index) => (
        <WindowRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a window is its place in the list
          key={index}
          window={window}
          onChange={(next) => replace(index, next)}
          onRemove={() => replace(index, null)}
        />
      ))}
      <datalist id="zones">
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Button icon={<Plus aria-hidden="true" />} onClick={add}>
        Add a window
      </Button>
    </FormSection>
  )
}
