import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import {
  type ExposureFigures,
  improvements,
  type Period,
  periodStart,
  type Snapshot,
  TRENDS,
  type Trend,
  type TrendName,
  trendOf,
} from '@/lib/domain/exposure'
import { listSnapshots } from '@/lib/queries/list-snapshots'
import { measureExposure } from '@/lib/queries/measure-exposure'

/** Exposure now and over a period. `since` is the earliest recorded moment the changes are counted from, null when
 *  nothing was recorded yet; `coversPeriod` is false when records began within the period. */
export type Overview = {
  now: ExposureFigures
  trends: Record<TrendName, Trend>
  since: Date | null
  coversPeriod: boolean
  better: { name: TrendName; from: number; to: number }[]
}

/** The figures of the Overview and of the risk report: the present counted from rows, the past read from snapshots. */
export async function getOverview(ctx: Context, period: Period): Promise<Overview> {
  authorize(ctx, 'view-access')
  const start = periodStart(period, ctx.now)
  const [figures, snapshots] = await Promise.all([measureExposure(ctx), listSnapshots(ctx, start)])
  const present: Snapshot = { takenAt: ctx.now, figures }
  const names = Object.keys(TRENDS) as TrendName[]
  const first = snapshots[0]
  return {
    now: figures,
    trends: Object.fromEntries(names.map((name) => [name, trendOf(name, snapshots, present)])) as Overview['trends'],
    since: first?.takenAt ?? null,
    coversPeriod: first !== undefined && first.takenAt <= start,
    better: first ? improvements(first.figures, figures) : [],
  }
}
