import { ExactTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { FindingStatus as Word } from '@/lib/domain/life'
import type { Moment } from '@/lib/format'

const DAY_MILLISECONDS = 86_400_000

/** A finding's status with the end of what was put off: `accepted until 30 Jun`, `snoozed until 14:05`. */
export function FindingStatus(props: { status: Word; until: Moment | null; now: Moment }) {
  const { status, until, now } = props
  if (until === null || (status !== 'accepted' && status !== 'snoozed')) return <Status word={status} />
  const isSoon = new Date(until).getTime() - new Date(now).getTime() < DAY_MILLISECONDS
  return (
    <Status
      word={status}
      detail={
        <>
          until <ExactTime at={until} format={isSoon ? 'minute' : 'day'} />
        </>
      }
    />
  )
}
