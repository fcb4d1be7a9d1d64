import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { exposureFigures, type Snapshot } from '@/lib/domain/exposure'

const DAY_MILLISECONDS = 86_400_000

/** What was recorded of the organisation's exposure since a moment, oldest first. The first is the last one recorded
 *  before that moment, where there is one not more than a day older: what the period began with. One that cannot be
 *  read any more is left out. */
export async function listSnapshots(ctx: Context, since: Date): Promise<Snapshot[]> {
  authorize(ctx, 'view-access')
  const rows = await reader().exposureSnapshot.findMany({
    where: { orgId: ctx.orgId, takenAt: { gte: new Date(since.getTime() - DAY_MILLISECONDS), lte: ctx.now } },
    orderBy: { takenOn: 'asc' },
  })
  const snapshots = rows.flatMap(({ takenAt, figures }) => {
    const parsed = exposureFigures.safeParse(figures)
    return parsed.success ? [{ takenAt, figures: parsed.data }] : []
  })
  const start = snapshots.findLastIndex(({ takenAt }) => takenAt <= since)
  return snapshots.slice(Math.max(0, start))
}
