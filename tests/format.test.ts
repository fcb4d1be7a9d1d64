import { describe, expect, it } from 'vitest'
import {
  formatAbsolute,
  formatDuration,
  formatPercent,
  formatRelative,
  fromWallClock,
  plural,
  toWallClock,
} from '@/lib/format'

const now = new Date('2026-03-17T12:55:21Z')

describe('format', () => {
  it.each([
    [2.4, '2.4 s'],
    [59.9, '1 min'],
    [20 * 60, '20 min'],
    [3600, '1 h'],
    [13 * 3600, '13 h'],
    [5400, '1.5 h'],
    [86_400, '1 d'],
    [90 * 86_400, '90 d'],
    [365 * 86_400, '1 y'],
    [null, 'never'],
  ])('writes a length of %s s in one unit: %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })

  it('never says that something is further away than it is', () => {
    expect(formatRelative('2026-03-17T12:53:30Z', now)).toBe('1 min ago')
    expect(formatRelative('2026-03-19T12:00:00Z', now)).toBe('in 1 d')
    expect(formatRelative(now, now)).toBe('now')
    expect(formatRelative(null, now)).toBe('never')
  })

  it('writes the exact moment in the zone of the reader', () => {
    expect(formatAbsolute(now, 'Europe/Paris')).toBe('17 Mar 2026, 13:55:21 CET')
    expect(formatAbsolute('2026-09-02T00:00:00Z')).toBe('2 Sep 2026, 00:00:00 UTC')
  })

  it.each([
    ['2026-11-24T14:05', 'UTC', '2026-11-24T14:05:00.000Z'],
    ['2026-11-24T14:05', 'Europe/Berlin', '2026-11-24T13:05:00.000Z'],
    ['2026-07-01T23:59:59', 'America/New_York', '2026-07-02T03:59:59.000Z'],
    ['2026-11-24T00:15', 'Asia/Kathmandu', '2026-11-23T18:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('reads %s on the clocks of %s', (text, zone, iso) => {
    expect(fromWallClock(text, zone).toISOString()).toBe(iso)
    expect(toWallClock(iso, zone)).toBe(text.slice(0, 16))
  })

  it('moves an hour that clocks skip to after the skip, and reads no time from what is none', () => {
    expect(fromWallClock('2026-03-29T02:30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(fromWallClock('soon', 'UTC').getTime()).toBeNaN()
  })

  it('rounds no share to nothing and none to all', () => {
    expect([0, 0.001, 0.58, 0.999, 1].map(formatPercent)).toEqual(['0 %', '<1 %', '58 %', '>99 %', '100 %'])
  })

  it('counts in the singular and the plural', () => {
    expect([plural(1, 'session'), plural(38_204, 'session'), plural(2, 'identity', 'identities')]).toEqual([
      '1 session',
      '38,204 sessions',
      '2 identities',
    ])
  })
})
