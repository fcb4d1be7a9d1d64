'use client'
import { Line, LineChart, ReferenceDot, ReferenceLine, YAxis } from 'recharts'

/** How a figure moved: a line of 1.25 px, the level it started from dotted, a dot where it is now. 92 × 28, no fill. */
export function Sparkline({ values, width = 92, height = 28 }: { values: number[]; width?: number; height?: number }) {
  const points = values.map((value, at) => ({ at, value }))
  const last = points.at(-1)
  if (points.length < 2 || !last) return null
  return (
    <span aria-hidden="true" className="block" style={{ width, height }}>
      <LineChart
        width={width}
        height={height}
        data={points}
        margin={{ top: 4, right: 4, bottom: 4, left: 1 }}
        accessibilityLayer={false}
      >
        <YAxis hide domain={['dataMin', 'dataMax']} />
        <ReferenceLine y={values[0]} stroke="var(--line-strong)" strokeDasharray="1 3" />
        <Line
          dataKey="value"
          stroke="var(--fg-3)"
          strokeWidth={1.25}
          dot={false}
          isAnimationActive={false}
          type="linear"
        />
        <ReferenceDot x={last.at} y={last.value} r={2.25} fill="var(--fg)" stroke="none" ifOverflow="visible" />
      </LineChart>
    </span>
  )
}
