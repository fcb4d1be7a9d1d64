import { Area, LabelList, Line } from 'recharts'
import type { TrendSeries } from './trend'

const COLOURS = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)']

function EndLabel({ text, fill, x, y }: { text: string; fill: string; x: number; y: number }) {
  return (
    <text x={x + 6} y={y + 4} fontSize={11} fill={fill}>
      {text}
    </text>
  )
}

/** One series as recharts wants it: a line, or an area of 7 %, with its name where it ends. */
export function trendLine({ key, label, filled }: TrendSeries, index: number, last: number) {
  const colour = COLOURS[index % COLOURS.length] ?? 'var(--c6)'
  const shared = { dataKey: key, name: label, stroke: colour, strokeWidth: 1.25, dot: false, isAnimationActive: false }
  const end = (
    <LabelList
      dataKey={key}
      content={({ x, y, index: at }) =>
        at === last ? <EndLabel text={label} fill={colour} x={Number(x)} y={Number(y)} /> : null
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
