import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  describeNextStart,
  describeWindow,
  type GrantWindow,
  isWithinWindows,
  nextWindowStart,
  windowEnd,
} from '@/lib/domain/window'

const window = (over: Partial<GrantWindow> = {}): GrantWindow => ({
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 9 * 60,
  durationMinutes: 480,
  timeZone: 'Europe/Berlin',
  ...over,
})
const isOpen = (over: Partial<GrantWindow>, moment: string) => isWithinWindows([window(over)], new Date(moment))

describe('a grant with windows', () => {
  it('may be used always where it has none, and inside any one of several', () => {
    const never = window({ weekdays: [7], durationMinutes: 1 })
    expect(isWithinWindows([], new Date('2026-11-23T03:00:00Z'))).toBe(true)
    expect(isWithinWindows([never, window()], new Date('2026-11-23T10:00:00Z'))).toBe(true)
    expect(isWithinWindows([never], new Date('2026-11-23T10:00:00Z'))).toBe(false)
  })

  it.each([
    ['2026-11-23T07:59:59Z', false],
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T15:59:59Z', true],
    ['2026-11-23T16:00:00Z', false],
    ['2026-11-22T10:00:00Z', false],
  ])('opens with its first minute and closes before its last is over: %s', (moment, expected) => {
    expect(isOpen({}, moment)).toBe(expected)
  })

  it.each([
    ['the last winter morning', '2026-03-27T07:59:00Z', false],
    ['the last winter morning', '2026-03-27T08:00:00Z', true],
    ['the first summer morning', '2026-03-30T06:59:00Z', false],
    ['the first summer morning', '2026-03-30T07:00:00Z', true],
    ['the last summer morning', '2026-10-23T07:00:00Z', true],
    ['the first winter morning', '2026-10-26T07:30:00Z', false],
    ['the first winter morning', '2026-10-26T08:00:00Z', true],
  ])('keeps to the wall clock across the change of time: %s, %s', (_, moment, expected) => {
    expect(isOpen({}, moment)).toBe(expected)
  })

  const night = { weekdays: [7], startMinute: 120, durationMinutes: 120 }
  it.each([
    ['spring: 01:59 is before', '2026-03-29T00:59:00Z', false],
    ['spring: 03:00 follows at once and is inside', '2026-03-29T01:00:00Z', true],
    ['spring: 04:00 is after', '2026-03-29T02:00:00Z', false],
    ['autumn: 02:30 in summer time', '2026-10-25T00:30:00Z', true],
    ['autumn: 02:30 again, in winter time', '2026-10-25T01:30:00Z', true],
    ['autumn: 03:59', '2026-10-25T02:59:00Z', true],
    ['autumn: 04:00 is after', '2026-10-25T03:00:00Z', false],
  ])('on the night of the change shows what the wall clock shows: %s', (_, moment, expected) => {
    expect(isOpen(night, moment)).toBe(expected)
  })

  const late = { weekdays: [5], startMinute: 22 * 60, durationMinutes: 480, timeZone: 'UTC' }
  it.each([
    ['2026-11-27T21:59:00Z', false],
    ['2026-11-27T22:00:00Z', true],
    ['2026-11-28T00:00:00Z', true],
    ['2026-11-28T05:59:00Z', true],
    ['2026-11-28T06:00:00Z', false],
    ['2026-11-27T03:00:00Z', false],
  ])('goes on over midnight into a day that is not its own: %s', (moment, expected) => {
    expect(isOpen(late, moment)).toBe(expected)
  })

  it('a week long from one day on never closes; a minute less closes for that minute', () => {
    const week = { weekdays: [3], startMinute: 600, timeZone: 'UTC' }
    for (let hour = 0; hour < 168; hour++) {
      const moment = new Date(Date.UTC(2026, 10, 23, hour)).toISOString()
      expect(isOpen({ ...week, durationMinutes: 10_080 }, moment)).toBe(true)
    }
    const shorter = { ...week, durationMinutes: 10_079 }
    expect(isOpen(shorter, '2026-11-25T09:58:59Z')).toBe(true)
    expect(isOpen(shorter, '2026-11-25T09:59:00Z')).toBe(false)
    expect(isOpen(shorter, '2026-11-25T10:00:00Z')).toBe(true)
  })

  it('is read as the day it is where the window is', () => {
    const monday = { weekdays: [1], startMinute: 0, durationMinutes: 1440 }
    expect(isOpen({ ...monday, timeZone: 'Pacific/Auckland' }, '2026-11-22T11:00:00Z')).toBe(true)
    expect(isOpen({ ...monday, timeZone: 'America/Los_Angeles' }, '2026-11-23T07:59:00Z')).toBe(false)
    expect(isOpen({ ...monday, timeZone: 'Asia/Kathmandu' }, '2026-11-22T18:15:00Z')).toBe(true)
  })

  it('is described so that people know when to come back', () => {
    expect(describeWindow(window({ weekdays: [1, 3] }))).toBe('Mon, Wed 09:00–17:00 Europe/Berlin')
    expect(describeWindow(window(late))).toBe('Fri 22:00–06:00 UTC')
  })
})

/** What `windowEnd` and `nextWindowStart` say, found the slow way: in steps that no edge of these windows falls between. */
function slowly(windows: readonly GrantWindow[], at: Date, isWanted: boolean): Date | null {
  const step = 15 * 60_000
  const first = Math.floor(at.getTime() / step) * step + step
  for (let moment = first; moment < first + 15 * 96 * step; moment += step) {
    if (isWithinWindows(windows, new Date(moment)) === isWanted) return new Date(moment)
  }
  return null
}

const slowEnd = (windows: GrantWindow[], at: Date) => (isWithinWindows(windows, at) ? slowly(windows, at, false) : at)
const slowStart = (windows: GrantWindow[], at: Date) => {
  const end = slowEnd(windows, at)
  return end && slowly(windows, end, true)
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago']
const anyWindow: fc.Arbitrary<GrantWindow> = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  startMinute: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
  durationMinutes: fc
    .oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 672 }))
    .map((quarters) => quarters * 15),
  timeZone: fc.constantFrom(...ZONES),
})
/** Moments of a year, more of them about the nights on which clocks change. */
const anyMoment = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
  ...['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04', '2026-09-06'].map((day) => {
    const night = Date.parse(`${day}T00:00:00Z`)
    return fc.integer({ min: night - 2 * 86_400_000, max: night + 2 * 86_400_000 })
  }),
)

describe('the time in which a grant may be used', () => {
  it('ends and begins again at the very moments that going through them one by one finds', () => {
    fc.assert(
      fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 3 }), anyMoment, (windows, moment) => {
        const at = new Date(moment)
        expect(windowEnd(windows, at)).toEqual(slowEnd(windows, at))
        expect(nextWindowStart(windows, at)).toEqual(slowStart(windows, at))
      }),
      { numRuns: 30 },
    )
  })

  it('never ends inside: until its end it is open throughout, and at its end it is closed', () => {
    fc.assert(
      fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 4 }), anyMoment, fc.nat(), (windows, moment, part) => {
        const at = new Date(moment)
        const end = windowEnd(windows, at)
        fc.pre(end !== null && end > at)
        const inside = new Date(at.getTime() + (part % (end.getTime() - at.getTime())))
        expect(isWithinWindows(windows, inside)).toBe(true)
        expect(isWithinWindows(windows, end)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('has no end without windows, and none where they leave no gap', () => {
    const at = new Date('2026-11-23T10:00:00Z')
    expect(windowEnd([], at)).toBeNull()
    expect(nextWindowStart([], at)).toBeNull()
    const days = window({ weekdays: [1, 2, 3, 4, 5, 6, 7], startMinute: 0, durationMinutes: 720, timeZone: 'UTC' })
    expect(windowEnd([days, { ...days, startMinute: 720 }], at)).toBeNull()
    expect(windowEnd([window({ weekdays: [3], durationMinutes: 10_080 })], at)).toBeNull()
  })

  it('goes on where windows overlap or adjoin, also across zones', () => {
    const at = new Date('2026-11-23T10:00:00Z')
    const later = window({ startMinute: 17 * 60, durationMinutes: 60 })
    expect(windowEnd([window()], at)).toEqual(new Date('2026-11-23T16:00:00Z'))
    expect(windowEnd([window(), later], at)).toEqual(new Date('2026-11-23T17:00:00Z'))
    const inNewYork = window({ startMinute: 9 * 60, timeZone: 'America/New_York' })
    expect(windowEnd([window(), inNewYork], at)).toEqual(new Date('2026-11-23T22:00:00Z'))
  })

  const night = window({ weekdays: [7], startMinute: 120, durationMinutes: 120 })
  it.each([
    ['spring: an hour shorter', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
    ['autumn: an hour longer', '2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z'],
    ['any other Sunday', '2026-11-01T01:00:00Z', '2026-11-01T03:00:00Z'],
  ])('keeps to the wall clock on the night of the change: %s', (_, from, end) => {
    expect(nextWindowStart([night], new Date(Date.parse(from) - 3_600_000))).toEqual(new Date(from))
    expect(windowEnd([night], new Date(from))).toEqual(new Date(end))
  })

  it('is told with time and zone', () => {
    const friday = new Date('2026-11-27T18:00:00Z')
    expect(describeNextStart([window()], friday)).toBe('2026-11-30T09:00+01:00 Europe/Berlin')
    const newYork = window({ timeZone: 'America/New_York' })
    expect(describeNextStart([newYork], friday)).toBe('2026-11-30T09:00-05:00 America/New_York')
    expect(describeNextStart([], friday)).toBeNull()
  })
})
