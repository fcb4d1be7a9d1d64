import type { Figure } from '@/components/ui/tile'
import { type Period, TRENDS, type TrendName } from '@/lib/domain/exposure'
import { formatDay, formatNumber } from '@/lib/format'
import type { Overview } from '@/lib/queries/get-overview'
import { PERIOD_LABELS } from './period-switch'

/** Over which time changes are told, and in which time zone its days are named. */
export type Span = { period: Period; zone: string }

const inPoints: readonly TrendName[] = ['unusedShare']

function amount(name: TrendName, difference: number): string {
  if (!inPoints.includes(name)) return formatNumber(Math.abs(difference))
  const points = Math.round(Math.abs(difference) * 100)
  return `${points} ${points === 1 ? 'point' : 'points'}`
}

/** Says how each figure changed over the period, or since records began where that was within it; says so where
 *  nothing was recorded yet. */
export function changeOf({ trends, since, coversPeriod }: Overview, { period, zone }: Span) {
  const span = coversPeriod || !since ? `in ${PERIOD_LABELS[period]}` : `since ${formatDay(since, zone)}`
  return (name: TrendName, besides?: string): Figure['change'] => {
    const { now, before } = trends[name]
    const tail = besides ? `, ${besides}` : ''
    if (before === null || now === null) return { text: `no history yet${tail}` }
    const difference = now - before
    const isSmall = inPoints.includes(name) && Math.abs(difference) < 0.005
    if (difference === 0 || isSmall) return { text: `unchanged ${span}${tail}` }
    const isGood = TRENDS[name].isLessBetter && difference < 0
    return {
      text: `${amount(name, difference)} ${span}${tail}`,
      direction: difference > 0 ? 'up' : 'down',
      good: isGood,
    }
  }
}
