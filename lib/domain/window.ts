import { z } from 'zod'

/** A name of the IANA time zone database, as this runtime knows it. */
export const timeZoneInput = z
  .string()
  .refine((name) => name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name), 'This is no IANA time zone.')

/** A recurring window, on wall clocks of its zone. Weekdays are ISO (1 = Monday); durations up to a week (10,080 min). */
export type GrantWindow = {
  weekdays: readonly number[]
  startMinute: number
  durationMinutes: number
  timeZone: string
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_MINUTES = 1440

/** Weekday (ISO) and minute of the day that the wall clock of a zone shows. */
function wallClock(at: Date, timeZone: string): { weekday: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
  return { weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1, minute: Number(parts.hour) * 60 + Number(parts.minute) }
}

function isWithin(window: GrantWindow, at: Date): boolean {
  const { weekday, minute } = wallClock(at, window.timeZone)
  for (let daysAgo = 0; daysAgo <= 7; daysAgo++) {
    const startedOn = ((((weekday - 1 - daysAgo) % 7) + 7) % 7) + 1
    const sinceStart = minute + daysAgo * DAY_MINUTES - window.startMinute
    if (window.weekdays.includes(startedOn) && sinceStart >= 0 && sinceStart < window.durationMinutes) return true
  }
  return false
}

/** Whether a grant may be used now: always where it has no windows, else inside one of them. */
export function isWithinWindows(windows: readonly GrantWindow[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isWithin(window, at))
}

/** `Mon–Fri 02:00–04:00 Europe/Berlin`, as people read it. */
export function describeWindow(window: GrantWindow): string {
  const clock = (minute: number) =>
    `${String(Math.floor((minute % DAY_MINUTES) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const days = window.weekdays.map((day) => WEEKDAYS[day - 1]).join(', ')
  return `${days} ${clock(window.startMinute)}–${clock(window.startMinute + window.durationMinutes)} ${window.timeZone}`
}
