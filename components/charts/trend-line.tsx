import { Area, LabelList, Line } from 'recharts'
import type { TrendPoint, TrendSeries } from './trend'

const COLOURS = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)']

function EndLabel({ text, fill, x, y }: { text: string; fill: string; x: number; y: number }) {
  return (
    <text x={x + 6} y={y + 4} fontSize={11} fill={fill}>
      {text}
    </text>
  )
}

/** Which point is the last, and how far below it (px) its name stands. */
type End = { last: number; nudge: number }

const LABEL_HEIGHT = 13
/** What of a chart's height is not its plot: the ticks and the margin. */
const AROUND_PLOT = 38

/** How far down the name of each series moves (px) so that none is written over another that ends at nearly the same. */
export function endNudges(points: TrendPoint[], series: TrendSeries[], height: number): number[] {
  const most = Math.max(1, ...points.flatMap((point) => series.map(({ key }) => Number(point[key]) || 0)))
  const nudges = series.map(() => 0)
  const ends = series
    .map(({ key }, index) => ({ index, y: (1 - (Number(points.at(-1)?.[key]) || 0) / most) * (height - AROUND_PLOT) }))
    .toSorted((a, b) => a.y - b.y)
  let free = Number.NEGATIVE_INFINITY
  for (const { index, y } of ends) {
    nudges[index] = Math.max(0, free - y)
    free = Math.max(y, free) + LABEL_HEIGHT
  }
  return nudges
}

/** One series as recharts wants it: a line, or an area of 7 %, with its name where it ends. */
export function trendLine({ key, label, filled }: TrendSeries, index: number, { last, nudge }: End) {
  const colour = COLOURS[index % COLOURS.length] ?? 'var(--c6)'
  const shared = { dataKey: key, name: label, stroke: colour, strokeWidth: 1.25, dot: false, isAnimationActive: false }
  const end = (
    <LabelList
      dataKey={key}
      content={({ x, y, index: at }) =>
        at === last ? <EndLabel text={label} fill={colour} x={Number(x)} y={Number(y) + nudge} /> : null
      }
    />
  )
  if (!filled)
    return (
      <Line key={key} {...shared}>
        {end}
      </Line>
    )
  return (
    <Area key={key} {...shared} fill={colour} fillOpacity={0.07}>
      {end}
    </Area>
  )
}
