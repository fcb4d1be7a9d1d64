import { describe, expect, it } from 'vitest'
import { describeWindow, type GrantWindow, isWithinWindows } from '@/lib/domain/window'

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
