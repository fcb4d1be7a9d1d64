'use client'
import { CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatNumber } from '@/lib/format'
import { endNudges, trendLine } from './trend-line'
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

type Props = { label: string; points: TrendPoint[]; series: TrendSeries[]; height?: number; unit?: string }

const BASE = { stroke: 'var(--fg)', strokeOpacity: 0.3 }
const QUIET = { tick: TICK, tickLine: false }
const MARGIN = { top: 8, right: 88, bottom: 0, left: 0 }
const count = (value: number) => formatNumber(value)

/** Room for the longest tick: the figures of a large organisation have six digits. */
function tickRoom(points: TrendPoint[], series: TrendSeries[]) {
  const most = Math.max(0, ...points.flatMap((point) => series.map(({ key }) => Number(point[key]) || 0)))
  return Math.max(36, 8 + 7 * count(Math.round(1.3 * most)).length)
}

function Drawing({ points, series, height = 180, unit }: Props) {
  const figure = (value: unknown) => (unit ? `${count(Number(value))} ${unit}` : count(Number(value)))
  const nudges = endNudges(points, series, height)
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
      <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--fg)" strokeOpacity={0.07} />
        <XAxis dataKey="at" {...QUIET} axisLine={BASE} minTickGap={40} />
        <YAxis {...QUIET} axisLine={false} width={tickRoom(points, series)} tickFormatter={count} />
        <Tooltip {...TIP} isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} formatter={figure} />
        {series.map((each, index) => trendLine(each, index, { last: points.length - 1, nudge: nudges[index] ?? 0 }))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

/** How numbers moved over time. `label` says what is drawn for those who do not see it; the numbers follow as a table. */
export function Trend(props: Props) {
  return (
    <figure aria-label={props.label} className="relative overflow-hidden">
      <div aria-hidden="true">
        <Drawing {...props} />
      </div>
      <TrendTable points={props.points} series={props.series} label={props.label} />
    </figure>
  )
}
