import { formatClock } from '@/lib/format'
import type { Life, Strip } from './life-strip'

const TALLEST = 50

/** The bars: ink before the end was ordered, orange after it. The rest of a life that cannot be cut lies behind them. */
export function LifeBars({ life, strip }: { life: Life; strip: Strip }) {
  const { x, base, compact, to } = strip
  const bucket = 1000 * (life.bucketSeconds ?? 60)
  const most = Math.max(1, ...life.uses.map((use) => use.count))
  const width = Math.max(1, x(strip.from + bucket) - (compact ? 2.4 : 3))
  const ordered = life.orderedAt ? new Date(life.orderedAt).getTime() : Number.POSITIVE_INFINITY
  return (
    <>
      {life.mayStillWork && new Date(life.now).getTime() < to ? (
        <rect x={x(life.now)} y={18} width={x(to) - x(life.now)} height={base - 18} className="fill-high-tint" />
      ) : null}
      {life.uses.map(({ at, count }) => {
        const height = count > 0 ? Math.max(2, (TALLEST * count) / most) : 0
        const late = new Date(at).getTime() + bucket > ordered
        return (
          <rect
            key={String(at)}
            x={x(at) + 1}
            y={base - height}
            width={width}
            height={height}
            className={late ? 'fill-high' : 'fill-used'}
          />
        )
      })}
    </>
  )
}

function Refused({ life, strip }: { life: Life; strip: Strip }) {
  const refused = life.refused ?? []
  return refused.map((at, index) => {
    const left = Math.min(strip.width - 7, Math.max(0, strip.x(at) - 3))
    return (
      <g key={String(at)}>
        <path d={`M${left} 20l6 6m0-6l-6 6`} className="stroke-danger" strokeWidth={1.5} />
        {index === 0 && !strip.compact ? (
          <text x={left + 10} y={27} className="fill-danger-fg">
            {refused.length} refused
          </text>
        ) : null}
      </g>
    )
  })
}

/** The marks over the bars: refused crosses, the order, now, and the latest end. */
export function LifeMarks({ life, strip }: { life: Life; strip: Strip }) {
  const { x, base, to, width } = strip
  const now = new Date(life.now).getTime()
  const isLive = now < to
  const ordered = life.orderedAt ? x(life.orderedAt) : null
  return (
    <>
      <Refused life={life} strip={strip} />
      {ordered !== null && life.orderedAt ? (
        <g>
          <path d={`M${ordered} 13V${base}`} className="stroke-fg" strokeWidth={1.25} />
          <text
            x={ordered < 160 ? ordered + 4 : ordered - 4}
            y={14}
            textAnchor={ordered < 160 ? 'start' : 'end'}
            className="fill-fg"
          >
            Revoke ordered {formatClock(life.orderedAt, life.zone)}
          </text>
        </g>
      ) : null}
      {isLive ? (
        <g>
          <path d={`M${x(now)} 13V${base}`} className="stroke-accent" strokeWidth={1.25} />
          <text
            x={x(now) > width - 34 ? x(now) - 4 : x(now) + 4}
            y={x(now) > width - 34 && ordered !== null ? 3 : 14}
            textAnchor={x(now) > width - 34 ? 'end' : 'start'}
            className="fill-accent-fg"
          >
            now
          </text>
        </g>
      ) : null}
      {life.mayStillWork && isLive ? (
        <>
          {x(to) - x(now) > 84 && !strip.compact ? (
            <text x={x(to) - 6} y={53} textAnchor="end" className="fill-high-fg">
              may still work
            </text>
          ) : null}
          <path d={`M${x(to)} 13V${base}`} className="stroke-high" strokeWidth={1.25} strokeDasharray="3 2" />
        </>
      ) : null}
    </>
  )
}
