'use client'
import { Plus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { useZone } from '@/components/ui/zone-context'
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

/** One day at least: a window of no day would never open. */
function Days({ weekdays, onChange }: { weekdays: readonly number[]; onChange: (days: number[]) => void }) {
  const toggle = (day: number) => {
    const days = [1, 2, 3, 4, 5, 6, 7].filter((each) => (each === day) !== weekdays.includes(each))
    if (days.length > 0) onChange(days)
  }
  return (
    <fieldset className="flex rounded-md border border-line-strong">
      <legend className="sr-only">Days</legend>
      {DAYS.map((name, index) => (
        <button
          key={name}
          type="button"
          aria-pressed={weekdays.includes(index + 1)}
          onClick={() => toggle(index + 1)}
          className="h-7.5 border-r border-line-strong px-2 text-12 text-fg-2 first:rounded-l-[4px] last:rounded-r-[4px] last:border-r-0 aria-pressed:bg-surface-strong aria-pressed:font-medium aria-pressed:text-fg max-md:h-10"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}

function Clocks({ window, onChange }: Omit<OneProps, 'onRemove'>) {
  const { startMinute, durationMinutes } = window
  const end = startMinute + durationMinutes
  const start = (clock: string) => onChange(withEnd({ ...window, startMinute: toMinute(clock) }, end % DAY_MINUTES))
  return (
    <span className="flex items-center gap-1.5">
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
    </span>
  )
}

function WindowRow({ window, onChange, onRemove }: OneProps) {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <Days weekdays={window.weekdays} onChange={(weekdays) => onChange({ ...window, weekdays })} />
      <Clocks window={window} onChange={onChange} />
      <Input
        aria-label="Time zone"
        className="w-44!"
        list="time-zones"
        value={window.timeZone}
        onChange={(event) => onChange({ ...window, timeZone: event.target.value })}
      />
      <IconButton label="Remove these hours" onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}

type Props = { windows: readonly GrantWindow[]; onChange: (windows: GrantWindow[]) => void }

/** Hours of the week on the clocks of a zone, in which a grant may be used or a stage votes. Where these are, put the
 *  `TimeZoneNames` once. */
export function WindowRows({ windows, onChange }: Props) {
  const zone = useZone()
  const add = () => {
    const timeZone = windows[0]?.timeZone ?? zone
    onChange([...windows, { weekdays: [1, 2, 3, 4, 5], startMinute: 540, durationMinutes: 480, timeZone }])
  }
  const change = (index: number, ...by: GrantWindow[]) => onChange(windows.toSpliced(index, 1, ...by))
  return (
    <>
      {windows.map((window, index) => (
        <WindowRow
          // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name
          key={index}
          window={window}
          onChange={(next) => change(index, next)}
          onRemove={() => change(index)}
        />
      ))}
      <Button icon={<Plus aria-hidden="true" />} onClick={add}>
        Add hours
      </Button>
    </>
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
