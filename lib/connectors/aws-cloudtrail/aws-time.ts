const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const US_STYLE = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?$/i

/** ISO 8601 without what separates its parts, as in AWS's own examples of `creationDate`: `20131102T010628Z`. */
const BASIC_ISO = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
/** A time without zone, as Athena and CloudTrail Lake write it, in UTC. */
const ZONELESS = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(?: UTC)?$/

/** Milliseconds of a time as AWS writes it: ISO 8601, or US style in UTC with or without the second comma and with any
 *  space before the half of the day (`Oct 2, 2019, 11:12:29 PM`). Without a zone it is UTC, wherever this runs. Null when it
 *  is none. */
export function parseAwsTime(text: string | null): number | null {
  if (!text) return null
  if (text.endsWith('Z') && text[4] === '-') return orNull(Date.parse(text))
  const match = US_STYLE.exec(text.replaceAll(/\s+/gu, ' ').trim())
  if (match) return fromUsStyle(match)
  return orNull(Date.parse(text.replace(BASIC_ISO, '$1-$2-$3T$4:$5:$6Z').replace(ZONELESS, '$1T$2Z')))
}

function fromUsStyle([, month = '', day, year, hour, minute, second = '0', half]: RegExpExecArray): number | null {
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  const monthIndex = MONTHS.indexOf(month.toLowerCase())
  if (monthIndex < 0) return null
  return orNull(Date.UTC(Number(year), monthIndex, Number(day), hours, Number(minute), Number(second)))
}

function orNull(milliseconds: number): number | null {
  return Number.isNaN(milliseconds) ? null : milliseconds
}
