import { ExactTime } from '@/components/ui/relative-time'
import { formatDate, formatDay, formatHourMinute, type Moment } from '@/lib/format'

const DAY_MILLISECONDS = 86_400_000

/** A moment to come as short as it can be told: `14:05` within a day, `30 Nov` within a year, else with its year. */
export function Until({ at, now, zone }: { at: Moment; now: Moment; zone?: string }) {
  const distance = new Date(at).getTime() - new Date(now).getTime()
  const far = distance < 300 * DAY_MILLISECONDS ? formatDay : formatDate
  return <ExactTime at={at} zone={zone} format={distance < DAY_MILLISECONDS ? formatHourMinute : far} />
}
