import { z } from 'zod'

const count = z.number().int().nonnegative()

/** Figures of one system within a snapshot, by its public id. */
const systemFigures = z.object({ liveSessions: count, overLimit: count, openFindings: count })

/** What an organisation's exposure was at one moment: one snapshot a day, and the present as a query measures it.
 *  Shares are 0–1, times are seconds, weights have no unit. Null is not known, never zero. */
export const exposureFigures = z.object({
  liveSessions: count,
  overLimit: count,
  grantedWeight: z.number(),
  usedWeight: z.number(),
  unusedShare: z.number().nullable(),
  openFindings: count,
  openBySeverity: z.object({ critical: count, high: count, medium: count, low: count, info: count }),
  unownedIdentities: count,
  identities: count,
  neverExpiring: count,
  medianLifetimeSeconds: z.number().nullable(),
  standingGrants: count,
  revocations: count,
  revocationMedianSeconds: z.number().nullable(),
  revocationP95Seconds: z.number().nullable(),
  bySystem: z.record(z.string(), systemFigures).optional(),
})
export type ExposureFigures = z.output<typeof exposureFigures>

/** How far back a trend looks, in the words of the period switch. */
export const PERIODS = ['24h', '7d', '30d', '90d'] as const
export type Period = (typeof PERIODS)[number]

const DAYS: Record<Period, number> = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 }

/** When a period that ends now began. */
export function periodStart(period: Period, now: Date): Date {
  return new Date(now.getTime() - DAYS[period] * 86_400_000)
}

/** A figure whose trend a page shows, and whether less of it is better. Null stands where it was not known. */
export const TRENDS = {
  liveSessions: { pick: (figures: ExposureFigures) => figures.liveSessions, isLessBetter: false },
  overLimit: { pick: (figures: ExposureFigures) => figures.overLimit, isLessBetter: true },
  unusedShare: { pick: (figures: ExposureFigures) => figures.unusedShare, isLessBetter: true },
  openFindings: { pick: (figures: ExposureFigures) => figures.openFindings, isLessBetter: true },
  revocationMedian: { pick: (figures: ExposureFigures) => figures.revocationMedianSeconds, isLessBetter: true },
  revocationP95: { pick: (figures: ExposureFigures) => figures.revocationP95Seconds, isLessBetter: true },
  unownedIdentities: { pick: (figures: ExposureFigures) => figures.unownedIdentities, isLessBetter: true },
  neverExpiring: { pick: (figures: ExposureFigures) => figures.neverExpiring, isLessBetter: true },
  standingGrants: { pick: (figures: ExposureFigures) => figures.standingGrants, isLessBetter: true },
  medianLifetime: { pick: (figures: ExposureFigures) => figures.medianLifetimeSeconds, isLessBetter: true },
} as const
export type TrendName = keyof typeof TRENDS

/** One figure over a period. `before` is what it was when the period began (null: not recorded then); `points` are the
 *  recorded moments and now, oldest first, without the moments at which it was not known. */
export type Trend = { now: number | null; before: number | null; points: { at: Date; value: number }[] }

/** An earlier moment and what was recorded then. */
export type Snapshot = { takenAt: Date; figures: ExposureFigures }

/** Reads one figure off the snapshots of a period, oldest first, ending in the present. */
export function trendOf(name: TrendName, snapshots: readonly Snapshot[], present: Snapshot): Trend {
  const { pick } = TRENDS[name]
  const points = [...snapshots, present].flatMap(({ takenAt, figures }) => {
    const value = pick(figures)
    return value === null ? [] : [{ at: takenAt, value }]
  })
  const first = snapshots[0]
  return { now: pick(present.figures), before: first ? pick(first.figures) : null, points }
}

/** What got better between two moments: every figure that went the good way, greatest relative change first. */
export function improvements(
  before: ExposureFigures,
  now: ExposureFigures,
): { name: TrendName; from: number; to: number }[] {
  const names = Object.keys(TRENDS) as TrendName[]
  const better = names.flatMap((name) => {
    const { pick, isLessBetter } = TRENDS[name]
    const from = pick(before)
    const to = pick(now)
    return isLessBetter && from !== null && to !== null && to < from ? [{ name, from, to }] : []
  })
  return better.sort((a, b) => a.to / a.from - b.to / b.from)
}
