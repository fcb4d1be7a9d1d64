'use client'
import { CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatNumber } from '@/lib/format'
import { trendLine } from './trend-line'
import { TrendTable } from './trend-table'

/** A line of a trend: which number of a point it draws, and the name written at its end. At most four. */
export type TrendSeries = { key: string; label: string; filled?: boolean }
/** A moment of a trend, named as its tick is (`12 Nov`), and the numbers of its series. */
export type TrendPoint = { at: string } & Record<string, string | number | null>

const TICK = { fontSize: 11, fill: 'var(--fg-3)' }
const TIP = {
  contentStyle: { background: 'var(--ink)', border: 0, borderRadius: 5, padding: '5px 8px', fontSize: 12 },
  labelStyle: { color: 'var(--on-ink)' },
  itemStyle: { color: 'var(--on-ink)', padding: 0 },
}

/** How numbers moved over time. `label` says what is drawn for those who do not see it; the numbers follow as a table. */
export function Trend(props: {
  label: string
  points: TrendPoint[]
  series: TrendSeries[]
  height?: number
  unit?: string
}) {
  const { label, points, series, height = 180, unit } = props
  const figure = (value: number) => (unit ? `${formatNumber(value)} ${unit}` : formatNumber(value))
  return (
    <figure aria-label={label}>
      <div aria-hidden="true">
        <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
          <ComposedChart data={points} margin={{ top: 8, right: 88, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--fg)" strokeOpacity={0.07} />
            <XAxis
              dataKey="at"
              tick={TICK}
              tickLine={false}
              axisLine={{ stroke: 'var(--fg)', strokeOpacity: 0.3 }}
              minTickGap={40}
            />
            <YAxis
              tick={TICK}
              tickLine={false}
              axisLine={false}
              width={36}
              tickFormatter={(value: number) => formatNumber(value)}
            />
            <Tooltip
              {...TIP}
              isAnimationActive={false}
              cursor={{ stroke: 'var(--line-strong)' }}
              formatter={(value) => figure(Number(value))}
            />
            {series.map((each, index) => trendLine(each, index, points.length - 1))}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <TrendTable points={points} series={series} label={label} />
    </figure>
  )
}
