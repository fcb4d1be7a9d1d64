'use client'
import {
  formatAbsolute,
  formatClock,
  formatDate,
  formatDay,
  formatHourMinute,
  formatRelative,
  type Moment,
} from '@/lib/format'
import { useZone } from './zone-context'

const FORMATS = {
  minute: formatHourMinute,
  clock: formatClock,
  day: formatDay,
  date: formatDate,
  stamp: (at: Moment, zone: string) => `${formatDate(at, zone)} ${formatClock(at, zone)}`,
  moment: formatAbsolute,
}

/** `14:05`, `14:05:21`, `30 Jun`, `30 Jun 2026`, `30 Jun 2026 14:05:21`, and the last with its zone. By name, since pages hand
 *  it from the server to the browser. */
export type TimeFormat = keyof typeof FORMATS

/**
 * A moment relative to `now` (the request's clock, so that server and browser agree), with the exact one, in the
 * organisation's zone, on hover. `at` null reads `never`, or what `absent` says.
 */
export function RelativeTime(props: { at: Moment | null; now: Moment; absent?: string; className?: string }) {
  const { at, now, absent = 'never', className } = props
  const zone = useZone()
  if (at === null) return <span className={className}>{absent}</span>
  return (
    <time className={className} dateTime={new Date(at).toISOString()} data-exact={formatAbsolute(at, zone)}>
      {formatRelative(at, now)}
    </time>
  )
}

/** A moment written exactly, in the organisation's zone, with date, time and zone on hover. */
export function ExactTime(props: { at: Moment; format: TimeFormat; className?: string }) {
  const { at, format, className } = props
  const zone = useZone()
  return (
    <time className={className} dateTime={new Date(at).toISOString()} data-exact={formatAbsolute(at, zone)}>
      {FORMATS[format](at, zone)}
    </time>
  )
}
