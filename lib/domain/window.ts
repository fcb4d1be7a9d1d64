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

const MINUTE_MS = 60_000
const DAY_MS = DAY_MINUTES * MINUTE_MS
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, ...parts, hourCycle: 'h23' })
  clocks.set(timeZone, clock)
  return clock
}

/** How far the wall clock of a zone is ahead of UTC, in ms (whole minutes). */
function offsetAt(timeZone: string, at: number): number {
  const read: Record<string, number> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(at)) read[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = read
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE_MS) * MINUTE_MS
}

/** Whether a wall clock that shows `wall` (ms, as if it were UTC) is inside a window. */
function isInside(window: GrantWindow, wall: number): boolean {
  const minute = Math.floor((wall % DAY_MS) / MINUTE_MS)
  const weekday = ((Math.floor(wall / DAY_MS) + 3) % 7) + 1
  for (let daysAgo = 0; daysAgo <= 7; daysAgo++) {
    const startedOn = ((((weekday - 1 - daysAgo) % 7) + 7) % 7) + 1
    const sinceStart = minute + daysAgo * DAY_MINUTES - window.startMinute
    if (window.weekdays.includes(startedOn) && sinceStart >= 0 && sinceStart < window.durationMinutes) return true
  }
  return false
}

function isWithin(window: GrantWindow, at: Date): boolean {
  return isInside(window, at.getTime() + offsetAt(window.timeZone, at.getTime()))
}

/** Whether a grant may be used now: always where it has no windows, else inside one of them. */
export function isWithinWindows(windows: readonly GrantWindow[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isWithin(window, at))
}

/** More than two weeks: an opening or a gap may fall into the hour that a change of time leaves out. */
const HORIZON_MS = 17 * DAY_MS

type Stretch = { from: number; until: number; offset: number }

/** The minute in which a zone's offset changes; it does once between the two moments. */
function changeBetween(timeZone: string, before: number, after: number): number {
  const offset = offsetAt(timeZone, before)
  let [low, high] = [before / MINUTE_MS, after / MINUTE_MS]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle * MINUTE_MS) === offset) low = middle
    else high = middle
  }
  return high * MINUTE_MS
}

const stretches = new Map<string, { from: number; known: Stretch[] }>()

/** The stretches of time from a day on in which a zone's clock runs evenly; kept, for the same day is asked for all day. */
function stretchesOf(timeZone: string, from: number): Stretch[] {
  const kept = stretches.get(timeZone)
  if (kept?.from === from) return kept.known
  const known = findStretches(timeZone, from)
  stretches.set(timeZone, { from, known })
  return known
}

function findStretches(timeZone: string, from: number): Stretch[] {
  const starts = [from]
  for (let day = from; day < from + HORIZON_MS; day += DAY_MS) {
    const isEven = offsetAt(timeZone, day) === offsetAt(timeZone, day + DAY_MS)
    if (!isEven) starts.push(changeBetween(timeZone, day, day + DAY_MS))
  }
  return starts.map((start, index) => {
    return { from: start, until: starts[index + 1] ?? from + HORIZON_MS, offset: offsetAt(timeZone, start) }
  })
}

/** Every moment of a stretch at which a window may open or close, the change of time that begins it among them. */
function edgesWithin(window: GrantWindow, { from, until, offset }: Stretch): number[] {
  const edges = [from]
  const lastDay = Math.floor((until + offset) / DAY_MS)
  for (let day = Math.floor((from + offset) / DAY_MS) - 8; day <= lastDay; day++) {
    const start = day * DAY_MS + window.startMinute * MINUTE_MS - offset
    edges.push(start, start + window.durationMinutes * MINUTE_MS)
  }
  return edges.filter((edge) => edge >= from && edge < until)
}

/** The moments after `at`, in order, at which one of the windows may open or close. */
function edgesAfter(windows: readonly GrantWindow[], at: Date): Date[] {
  const from = Math.floor(at.getTime() / DAY_MS) * DAY_MS
  const edges = windows.flatMap((window) =>
    stretchesOf(window.timeZone, from).flatMap((stretch) => edgesWithin(window, stretch)),
  )
  const later = [...new Set(edges)].filter((edge) => edge > at.getTime())
  return later.sort((a, b) => a - b).map((edge) => new Date(edge))
}

/** The hour (0–23) and the ISO weekday (1 = Monday) that clocks of a zone show at a moment. */
export function hourAndWeekday(at: Date, timeZone: string): { hour: number; weekday: number } {
  const wall = at.getTime() + offsetAt(timeZone, at.getTime())
  return { hour: Math.floor((wall % DAY_MS) / 3_600_000), weekday: ((Math.floor(wall / DAY_MS) + 3) % 7) + 1 }
}

/** When the time in which a grant may be used now is over: windows that overlap or adjoin are one. Null where it never is
 *  (no windows, or no gap between them); `at` itself where no window is open. */
export function windowEnd(windows: readonly GrantWindow[], at: Date): Date | null {
  if (windows.length === 0) return null
  if (!isWithinWindows(windows, at)) return at
  return edgesAfter(windows, at).find((edge) => !isWithinWindows(windows, edge)) ?? null
}

/** When a window opens next, after all that are open now have closed; null where none ever does. */
export function nextWindowStart(windows: readonly GrantWindow[], at: Date): Date | null {
  const end = windowEnd(windows, at)
  if (end === null) return null
  return edgesAfter(windows, end).find((edge) => isWithinWindows(windows, edge)) ?? null
}

/** `2026-11-24T09:00+01:00 Europe/Berlin`: a moment on the wall clock of a zone. */
export function describeMoment(at: Date, timeZone: string): string {
  const offset = offsetAt(timeZone, at.getTime())
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16)
  const wall = new Date(at.getTime() + offset).toISOString().slice(0, 16)
  return `${wall}${offset < 0 ? '-' : '+'}${clock(Math.abs(offset))} ${timeZone}`
}

/** `2026-11-24T09:00+01:00 Europe/Berlin`: when a window opens next, on its own wall clock; null where none ever does. */
export function describeNextStart(windows: readonly GrantWindow[], at: Date): string | null {
  const start = nextWindowStart(windows, at)
  const opening = start && windows.find((window) => isWithin(window, start))
  return opening ? describeMoment(start, opening.timeZone) : null
}

/** `Mon–Fri 02:00–04:00 Europe/Berlin`, as people read it. */
export function describeWindow(window: GrantWindow): string {
  const clock = (minute: number) =>
    `${String(Math.floor((minute % DAY_MINUTES) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const days = window.weekdays.map((day) => WEEKDAYS[day - 1]).join(', ')
  return `${days} ${clock(window.startMinute)}–${clock(window.startMinute + window.durationMinutes)} ${window.timeZone}`
}
