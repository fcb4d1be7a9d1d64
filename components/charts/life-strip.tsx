'use client'
import { useRef } from 'react'
import { Surface } from 'recharts'
import { formatClock, formatDay, formatHourMinute, type Moment, plural } from '@/lib/format'
import { useZone } from '../ui/zone-context'
import { LifeBars, LifeMarks } from './life-strip-marks'
import { useWidth } from './use-width'

/** The life of a delegated session: uses a bucket, what was refused, when its end was ordered, and where it now is. */
export type Life = {
  from: Moment
  /** Where the axis ends: the latest moment it may work. */
  to: Moment
  now: Moment
  /** Uses by the start of their bucket; an empty bucket may be left out. */
  uses: { at: Moment; count: number }[]
  /** Seconds a bucket: 60, or more for a long life. */
  bucketSeconds?: number
  refused?: Moment[]
  orderedAt?: Moment | null
  /** The rest of the life cannot be cut: it is tinted orange from now on. */
  mayStillWork?: boolean
}

const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000]

/** Round moments to name on the axis, at most `most` of them, with the two ends. */
function ticksOf(from: number, to: number, most: number) {
  const step = 1000 * (STEPS.find((seconds) => (to - from) / 1000 / seconds <= most) ?? 7_776_000)
  const ticks: number[] = []
  for (let at = from; at <= to - step / 2; at += step) ticks.push(at)
  return [...ticks, to]
}

/** Milliseconds and pixels of a strip, computed once and handed to its parts. */
export function stripOf(life: Life, width: number) {
  const from = new Date(life.from).getTime()
  const to = Math.max(new Date(life.to).getTime(), from + 1000)
  const compact = width < 560
  const base = compact ? 74 : 80
  const x = (at: Moment) => ((new Date(at).getTime() - from) / (to - from)) * (width - 1)
  return { from, to, width, compact, base, x }
}

export type Strip = ReturnType<typeof stripOf>

/** Uses over a session's life, `Uses per minute`, with marks for refused, ordered and now. 98 high, on the phone 92. */
export function LifeStrip({ life }: { life: Life }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 864)
  const zone = useZone()
  const strip = stripOf(life, width)
  const { from, to, base, compact, x } = strip
  const height = base + 18
  const total = life.uses.reduce((sum, use) => sum + use.count, 0)
  const name = to - from > 2 * 86_400_000 ? formatDay : formatHourMinute
  const ordered = life.orderedAt ? `. End ordered at ${formatClock(life.orderedAt, zone)}` : ''
  const ticks = ticksOf(from, to, compact ? 3 : 6)
  return (
    <div ref={frame} className="mt-0.5">
      <Surface
        width={width}
        height={height}
        viewBox={{ x: 0, y: 0, width, height }}
        role="img"
        aria-label={`${plural(total, 'use')} from ${formatClock(from, zone)} to ${formatClock(to, zone)}${ordered}`}
        className="max-w-full overflow-visible text-11 tabular-nums"
      >
        <LifeBars life={life} strip={strip} />
        <path d={`M0 ${base + 0.5}H${width}`} className="stroke-line-strong" />
        {ticks.map((at, index) => (
          <text
            key={at}
            x={x(at)}
            y={base + 15}
            textAnchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
            className="fill-fg-3"
          >
            {name(at, zone)}
          </text>
        ))}
        <LifeMarks life={life} strip={strip} />
      </Surface>
    </div>
  )
}
