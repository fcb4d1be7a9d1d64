import { ExactTime } from '@/components/ui/relative-time'
import type { Moment } from '@/lib/format'

const DAY_MILLISECONDS = 86_400_000

/** A moment to come as short as it can be told: `14:05` within a day, `30 Nov` within a year, else with its year. */
export function Until({ at, now }: { at: Moment; now: Moment }) {
  const distance = new Date(at).getTime() - new Date(now).getTime()
  const far = distance < 300 * DAY_MILLISECONDS ? 'day' : 'date'
  return <ExactTime at={at} format={distance < DAY_MILLISECONDS ? 'minute' : far} />
}
