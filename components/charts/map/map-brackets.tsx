import { Link } from '@/components/ui/link'
import type { Limits } from '@/lib/domain/limits'
import { formatNumber } from '@/lib/format'
import { areaHref, countOf, isOver, type MapArea, type MapPoint } from './map-data'
import { BRACKETS, LONGEST, type MapScale } from './map-scale'

/** A span of lifetimes with how many points it holds and how many of them are over their limit. */
export type Bracket = { area: MapArea; left: number; right: number; count: number; over: number }

/** The spans above the map: up to 1 h, 1 d, 7 d, 90 d, longer, and never. Each point is in exactly one. */
export function brackets(points: MapPoint[], limits: Limits, scale: MapScale): Bracket[] {
  const spans = BRACKETS.slice(1).map((to, index) => {
    const from = BRACKETS[index] ?? 0
    const inside = points.filter(
      ({ lifetimeSeconds: life }) => life !== null && life <= to && (life > from || from === 0),
    )
    const area = { from: from === 0 ? 0 : from + 1, to: Math.min(to, 1000 * LONGEST), low: 0, high: 100 }
    return { area, left: scale.x(from), right: scale.x(Math.min(to, LONGEST)), ...tally(inside, limits) }
  })
  const area = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, low: 0, high: 100 }
  const unending = tally(
    points.filter((point) => point.lifetimeSeconds === null),
    limits,
  )
  return [...spans, { area, left: scale.neverLeft, right: scale.neverRight, ...unending }]
}

function tally(points: MapPoint[], limits: Limits) {
  return { count: countOf(points), over: countOf(points.filter((point) => isOver(point, limits))) }
}

/** About how wide a figure of this size is written (px). */
const DIGIT = 6.8

/** What stands beside the count, as much of it as there is room for. */
function overWords({ over, count, right, left }: Bracket) {
  const room = right - left - DIGIT * formatNumber(count).length - 5
  const words = over === 0 ? ['live'] : [`${formatNumber(over)} over`, formatNumber(over)]
  return words.find((each) => DIGIT * each.length <= room) ?? ''
}

/** The counts above the map, each a link to its rows. */
export function MapBrackets({ spans, template }: { spans: Bracket[]; template: string }) {
  return spans.map((span) => (
    <Link
      key={span.left}
      href={areaHref(template, span.area)}
      className="group/bracket"
      aria-label={`${formatNumber(span.count)} live, ${formatNumber(span.over)} over their limit`}
    >
      <path
        d={`M${span.left + 1} 27v-3H${span.right - 1}v3`}
        fill="none"
        shapeRendering="crispEdges"
        className="stroke-line-strong group-hover/bracket:stroke-accent"
      />
      <rect x={span.left} y={4} width={span.right - span.left} height={24} fill="transparent" />
      <text x={(span.left + span.right) / 2} y={19} textAnchor="middle" className="text-12 tabular-nums">
        <tspan className={span.over > 0 && !overWords(span) ? 'fill-danger-fg font-medium' : 'fill-fg font-medium'}>
          {formatNumber(span.count)}
        </tspan>
        {overWords(span) ? (
          <tspan dx={5} className={span.over > 0 ? 'fill-danger-fg' : 'fill-fg-3'}>
            {overWords(span)}
          </tspan>
        ) : null}
      </text>
    </Link>
  ))
}
