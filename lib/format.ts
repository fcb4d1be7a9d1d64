/** A moment as it arrives from a query (Date), over the wire (ISO text) or from a clock (milliseconds since 1970). */
export type Moment = Date | string | number

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const YEAR = 365 * DAY

function inUnit(value: number, unit: string) {
  const rounded = value < 10 ? Math.round(value * 10) / 10 : Math.round(value)
  return `${formatNumber(rounded)} ${unit}`
}

/** A length of time in one unit, `2.4 s`, `20 min`, `13 h`, `90 d`, `1 y`; `never` for null, which means without an end. */
export function formatDuration(seconds: number | null) {
  if (seconds === null || seconds === Number.POSITIVE_INFINITY) return 'never'
  if (seconds < 59.5) return inUnit(seconds, 's')
  if (seconds < HOUR - 30) return inUnit(seconds / MINUTE, 'min')
  if (seconds < DAY - HOUR / 2) return inUnit(seconds / HOUR, 'h')
  if (seconds < YEAR - DAY / 2) return inUnit(seconds / DAY, 'd')
  return inUnit(seconds / YEAR, 'y')
}

/** How long a moment is from `now`: `28 s ago`, `in 42 min`, `now`, and `never` for null. Whole units, rounded down. */
export function formatRelative(at: Moment | null, now: Moment) {
  if (at === null) return 'never'
  const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000
  const distance = formatDuration(wholeUnit(Math.abs(seconds)))
  if (Math.abs(seconds) < 1) return 'now'
  return seconds > 0 ? `in ${distance}` : `${distance} ago`
}

function wholeUnit(seconds: number) {
  const unit = [YEAR, DAY, HOUR, MINUTE, 1].find((size) => seconds >= size) ?? 1
  return Math.floor(seconds / unit) * unit
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept by zone: to make one takes as long as to use it twenty times, and a list has hundreds of times. */
function formatIn(zone: string) {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  formats.set(zone, format)
  return format
}

function partsOf(at: Moment, zone: string) {
  return Object.fromEntries(
    formatIn(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  )
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Day and month, `30 Jun`, in an IANA time zone. */
export function formatDay(at: Moment, zone = 'UTC') {
  const { day, month } = partsOf(at, zone)
  return `${Number(day)} ${MONTHS[Number(month) - 1]}`
}

/** Day, month and year, `17 Mar 2026`. */
export function formatDate(at: Moment, zone = 'UTC') {
  return `${formatDay(at, zone)} ${partsOf(at, zone).year}`
}

/** Time of day to the second, `13:54:53`. */
export function formatClock(at: Moment, zone = 'UTC') {
  const { hour, minute, second } = partsOf(at, zone)
  return `${hour}:${minute}:${second}`
}

/** Time of day to the minute, `13:54`. */
export function formatHourMinute(at: Moment, zone = 'UTC') {
  return formatClock(at, zone).slice(0, 5)
}

/** The short name of the zone at that moment, `CET` or `UTC`. */
export function formatZone(at: Moment, zone = 'UTC') {
  return partsOf(at, zone).timeZoneName ?? zone
}

/** The exact moment, `17 Mar 2026, 13:54:53 CET`: what stands behind every relative time. */
export function formatAbsolute(at: Moment, zone = 'UTC') {
  return `${formatDate(at, zone)}, ${formatClock(at, zone)} ${formatZone(at, zone)}`
}

/** What a `datetime-local` field of a zone holds for a moment, `2026-11-24T14:05`; its first ten characters are the day. */
export function toWallClock(at: Moment, zone: string) {
  const { day, month, year } = partsOf(at, zone)
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}T${formatHourMinute(at, zone)}`
}

/** Milliseconds by which the clocks of a zone are ahead of UTC at a moment. */
function aheadOfUtc(at: number, zone: string) {
  const shown = new Date(`${toWallClock(at, zone)}Z`).getTime()
  return shown - Math.floor(at / 60_000) * 60_000
}

/** The moment at which the clocks of a zone show `text` (`2026-11-24T14:05`, seconds may follow): the first where they show it
 *  twice; where they skip it, the moment as far after the skip. Not a number where `text` is no time. */
export function fromWallClock(text: string, zone: string): Date {
  const wall = new Date(`${text}Z`).getTime()
  if (Number.isNaN(wall)) return new Date(wall)
  const [early, late] = [aheadOfUtc(wall - 86_400_000, zone), aheadOfUtc(wall + 86_400_000, zone)]
  const isEarly = aheadOfUtc(wall - early, zone) === early || aheadOfUtc(wall - late, zone) !== late
  return new Date(wall - (isEarly ? early : late))
}

/** A number with thousands separated, `38,204`; at most `digits` decimals, one unless told. */
export function formatNumber(value: number, digits = 1) {
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits })
}

/** A share between 0 and 1 as whole per cent, `58 %`. Never rounds something to nothing, nor most to all. */
export function formatPercent(share: number) {
  return `${percentFigure(share)} %`
}

/** The figure of `formatPercent` without its unit, for places that set the unit in a lighter grey. */
export function percentFigure(share: number) {
  if (share > 0 && share < 0.005) return '<1'
  if (share < 1 && share > 0.995) return '>99'
  return String(Math.round(share * 100))
}

/** Count and noun, `1 session`, `9 sessions`; `many` for nouns that do not just take an s. */
export function plural(count: number, one: string, many = `${one}s`) {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

/** Two initials for an avatar: `Security reviewer` is `SR`. */
export function initials(name: string) {
  const words = name.split(/[\s@._-]+/).filter(Boolean)
  return `${words[0]?.[0] ?? '?'}${words[1]?.[0] ?? ''}`.toUpperCase()
}
