'use client'
import { Plus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import type { GrantWindow } from '@/lib/domain/window'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_MINUTES = 1440

const toClock = (minute: number) =>
  `${String(Math.floor((minute % DAY_MINUTES) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function toMinute(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** A window ends on the day it starts, or on the next where its end is not after its start. */
function withEnd(window: GrantWindow, end: number): GrantWindow {
  const rest = (end - window.startMinute + DAY_MINUTES) % DAY_MINUTES
  return { ...window, durationMinutes: rest === 0 ? DAY_MINUTES : rest }
}

type OneProps = { window: GrantWindow; onChange: (window: GrantWindow) => void; onRemove: () => void }

function DayBoxes({ weekdays, onChange }: { weekdays: readonly number[]; onChange: (days: number[]) => void }) {
  const toggle = (day: number) =>
    onChange([1, 2, 3, 4, 5, 6, 7].filter((each) => (each === day) !== weekdays.includes(each)))
  return DAYS.map((day, index) => (
    <Checkbox key={day} checked={weekdays.includes(index + 1)} onChange={() => toggle(index + 1)}>
      {day}
    </Checkbox>
  ))
}

function WindowField({ window, onChange, onRemove }: OneProps) {
  const { weekdays, startMinute, durationMinutes, timeZone } = window
  const end = startMinute + durationMinutes
  const start = (clock: string) => onChange(withEnd({ ...window, startMinute: toMinute(clock) }, end % DAY_MINUTES))
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 border-t border-line py-1.5">
      <DayBoxes weekdays={weekdays} onChange={(days) => onChange({ ...window, weekdays: days })} />
      <Input
        aria-label="From"
        type="time"
        className="w-28!"
        value={toClock(startMinute)}
        onChange={(event) => start(event.target.value)}
      />
      <span className="text-fg-3">to</span>
      <Input
        aria-label="Until"
        type="time"
        className="w-28!"
        value={toClock(end)}
        onChange={(event) => onChange(withEnd(window, toMinute(event.target.value)))}
      />
      <Input
        aria-label="Time zone"
        className="w-44!"
        list="time-zones"
        value={timeZone}
        onChange={(event) => onChange({ ...window, timeZone: event.target.value })}
      />
      <IconButton label="Remove these hours" onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}

type Props = { label: string; windows: readonly GrantWindow[]; onChange: (windows: GrantWindow[]) => void }

/** Hours of the week on the clocks of a zone. */
export function WindowFields({ label, windows, onChange }: Props) {
  const timeZone = windows[0]?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const fresh = { weekdays: [1, 2, 3, 4, 5], startMinute: 480, durationMinutes: 600, timeZone }
  const change = (index: number, ...by: GrantWindow[]) => onChange(windows.toSpliced(index, 1, ...by))
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">{label}</legend>
      {windows.map((window, index) => (
        <WindowField
          // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name
          key={index}
          window={window}
          onChange={(next) => change(index, next)}
          onRemove={() => change(index)}
        />
      ))}
      <Button variant="bare" icon={<Plus aria-hidden="true" />} onClick={() => onChange([...windows, fresh])}>
        Add hours
      </Button>
    </fieldset>
  )
}

/** The names of all zones that this browser knows, once a page, for the fields above. */
export function TimeZoneNames() {
  const [zones, setZones] = useState<string[]>([])
  useEffect(() => setZones(['UTC', ...Intl.supportedValuesOf('timeZone')]), [])
  return (
    <datalist id="time-zones">
      {zones.map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  )
}
