import { ensurePartitions } from '@/lib/db'

const MONTHS_AHEAD = 6

/** Makes the partitions of this month and the next six, for the whole installation. It changes no fact, so it leaves no
 *  audit event; a write never waits for it, since `mutate` makes the month it needs. */
export async function preparePartitions(now: Date): Promise<void> {
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1))
  await ensurePartitions(now, until)
}
