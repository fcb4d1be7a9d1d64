import { formatClock } from '@/lib/format'
import { useZone } from '../ui/zone-context'
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
        const late = new Date(at).getTime() >= ordered
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

function Ordered({ life, strip }: { life: Life; strip: Strip }) {
  const zone = useZone()
  if (!life.orderedAt) return null
  const at = strip.x(life.orderedAt)
  const side = at < 160 ? { x: at + 4, textAnchor: 'start' as const } : { x: at - 4, textAnchor: 'end' as const }
  return (
    <g>
      <path d={`M${at} 13V${strip.base}`} className="stroke-fg" strokeWidth={1.25} />
      <text {...side} y={14} className="fill-fg">
        Revoke ordered {formatClock(life.orderedAt, zone)}
      </text>
    </g>
  )
}

function Now({ life, strip }: { life: Life; strip: Strip }) {
  const at = strip.x(life.now)
  const late = at > strip.width - 34
  const y = late && life.orderedAt ? 3 : 14
  return (
    <g>
      <path d={`M${at} 13V${strip.base}`} className="stroke-accent" strokeWidth={1.25} />
      <text x={late ? at - 4 : at + 4} y={y} textAnchor={late ? 'end' : 'start'} className="fill-accent-fg">
        now
      </text>
    </g>
  )
}

function LatestEnd({ life, strip }: { life: Life; strip: Strip }) {
  const { x, to, base, compact } = strip
  const roomy = x(to) - x(life.now) > 84 && !compact
  return (
    <g>
      {roomy ? (
        <text x={x(to) - 6} y={53} textAnchor="end" className="fill-high-fg">
          may still work
        </text>
      ) : null}
      <path d={`M${x(to)} 13V${base}`} className="stroke-high" strokeWidth={1.25} strokeDasharray="3 2" />
    </g>
  )
}

/** The marks over the bars: refused crosses, the order, now, and the latest end. */
export function LifeMarks({ life, strip }: { life: Life; strip: Strip }) {
  const isLive = new Date(life.now).getTime() < strip.to
  return (
    <>
      <Refused life={life} strip={strip} />
      <Ordered life={life} strip={strip} />
      {isLive ? <Now life={life} strip={strip} /> : null}
      {isLive && life.mayStillWork ? <LatestEnd life={life} strip={strip} /> : null}
    </>
  )
}
