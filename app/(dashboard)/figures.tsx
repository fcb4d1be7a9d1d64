import type { Figure } from '@/components/ui/tile'
import type { Trend } from '@/lib/domain/exposure'
import { formatDuration, formatNumber, percentFigure } from '@/lib/format'
import type { Overview } from '@/lib/queries/get-overview'
import { changeOf, type Span } from './change'

const NOT_REPORTED = <span className="text-14 font-normal tracking-normal text-fg-3">not reported</span>
const courseOf = (trend: Trend) => trend.points.map((point) => point.value)

function speed({ now, trends }: Overview): Figure {
  const { revocations, revocationMedianSeconds: median, revocationP95Seconds: p95 } = now
  const common = { label: 'Revocation in effect, median', href: '/sessions?view=all&status=revoked,revoking' }
  if (median === null) return { ...common, value: NOT_REPORTED, change: { text: 'none measured in 30 d' } }
  const [value, unit] = formatDuration(median).split(' ')
  const text = `p95 ${formatDuration(p95 ?? median)}, ${formatNumber(revocations)} measured`
  return { ...common, value, unit, change: { text }, history: courseOf(trends.revocationMedian) }
}

/** The five figures of the Overview: what each is now, how it changed, its course, and where its rows are. */
export function overviewFigures(overview: Overview, span: Span): Figure[] {
  const { now, trends } = overview
  const change = changeOf(overview, span)
  const critical = now.openBySeverity.critical
  const isKnown = now.unusedShare !== null
  return [
    {
      label: 'Live sessions',
      href: '/sessions',
      value: formatNumber(now.liveSessions),
      change: change('liveSessions'),
      history: courseOf(trends.liveSessions),
    },
    {
      label: 'Over their limit',
      href: '/sessions?view=over-limit',
      value: formatNumber(now.overLimit),
      change: change('overLimit'),
      history: courseOf(trends.overLimit),
    },
    {
      label: 'Unused privilege',
      href: '/sessions?sort=-unused',
      value: now.unusedShare === null ? NOT_REPORTED : percentFigure(now.unusedShare),
      unit: isKnown ? '%' : undefined,
      change: change('unusedShare'),
      history: courseOf(trends.unusedShare),
    },
    {
      label: 'Open findings',
      href: '/findings',
      value: formatNumber(now.openFindings),
      change: change('openFindings', critical > 0 ? `${formatNumber(critical)} critical` : undefined),
      history: courseOf(trends.openFindings),
    },
    speed(overview),
  ]
}
