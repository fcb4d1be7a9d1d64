const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const US_STYLE = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?$/i

/** Milliseconds of a time as CloudTrail writes it: ISO 8601, or US style in UTC with or without the second comma and
 *  with any space before the half of the day (`Oct 2, 2019, 11:12:29 PM`). Null when it is none. */
export function parseAwsTime(text: string | null): number | null {
  if (!text) return null
  const match = US_STYLE.exec(text.replaceAll(/\s+/gu, ' ').trim())
  if (!match) return orNull(Date.parse(text))
  const [, month = '', day, year, hour, minute, second = '0', half] = match
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  const monthIndex = MONTHS.indexOf(month.toLowerCase())
  if (monthIndex < 0) return null
  return orNull(Date.UTC(Number(year), monthIndex, Number(day), hours, Number(minute), Number(second)))
}

function orNull(milliseconds: number): number | null {
  return Number.isNaN(milliseconds) ? null : milliseconds
}
