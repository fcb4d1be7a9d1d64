import { formatAbsolute, formatRelative, type Moment } from '@/lib/format'

/**
 * A moment relative to `now` (the request's clock, so that server and browser agree), with the exact one on hover.
 * `at` null reads `never`, or what `absent` says. `zone` is an IANA name, UTC unless given.
 */
export function RelativeTime(props: {
  at: Moment | null
  now: Moment
  zone?: string
  absent?: string
  className?: string
}) {
  const { at, now, zone, absent = 'never', className } = props
  if (at === null) return <span className={className}>{absent}</span>
  return (
    <time className={className} dateTime={new Date(at).toISOString()} data-exact={formatAbsolute(at, zone)}>
      {formatRelative(at, now)}
    </time>
  )
}

/** A moment written exactly (`13:55:31`, `30 Jun`), with date, time and zone on hover. */
export function ExactTime(props: {
  at: Moment
  zone?: string
  format: (at: Moment, zone?: string) => string
  className?: string
}) {
  const { at, zone, format, className } = props
  return (
    <time className={className} dateTime={new Date(at).toISOString()} data-exact={formatAbsolute(at, zone)}>
      {format(at, zone)}
    </time>
  )
}
