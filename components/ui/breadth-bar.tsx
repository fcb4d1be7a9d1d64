import { classList } from './class-list'

/**
 * Breadth 0–100 as one bar: ink is used, plum is granted and unused, a tick is the limit (red when passed).
 * `used` null means not reported and draws no ink; `limit` null draws no tick.
 */
export type BreadthMeasure = { breadth: number | null; used?: number | null; limit?: number | null }

const clamp = (value: number) => Math.min(100, Math.max(0, value))

/** The bar alone, hidden from those who hear the page: say the number beside it. Width from `className` (72 by default). */
export function Bar({ breadth, used, limit, className }: BreadthMeasure & { className?: string }) {
  const granted = clamp(breadth ?? 0)
  const over = limit !== null && limit !== undefined && granted > limit
  return (
    <span aria-hidden="true" className={classList('relative block h-1.5 rounded-[1px] bg-surface-strong', className)}>
      <i className="absolute inset-y-0 left-0 rounded-[1px] bg-unused" style={{ width: `${granted}%` }} />
      <i
        className="absolute inset-y-0 left-0 rounded-[1px] bg-used"
        style={{ width: `${Math.min(granted, clamp(used ?? 0))}%` }}
      />
      {limit === null || limit === undefined ? null : (
        <i
          className={classList('absolute -inset-y-0.75', over ? 'w-0.5 bg-limit' : 'w-px bg-fg-3')}
          style={{ left: `calc(${clamp(limit)}% - 1px)` }}
        />
      )}
    </span>
  )
}

function inWords({ breadth, used, limit }: BreadthMeasure) {
  const parts = [`Breadth ${breadth}`]
  if (used !== null && used !== undefined) parts.push(`used ${used}`)
  if (limit !== null && limit !== undefined) parts.push(`limit ${limit}`)
  return parts.join(', ')
}

/** The number, then the bar: `61 ▮▮▯`. An unknown breadth says so and is never drawn as zero. */
export function BreadthBar(measure: BreadthMeasure) {
  const { breadth, limit } = measure
  if (breadth === null) return <span className="text-fg-3">unknown</span>
  const over = limit !== null && limit !== undefined && breadth > limit
  return (
    <span className="flex items-center gap-2" title={inWords(measure)}>
      <span className={classList('w-6 shrink-0 text-right tabular-nums', over && 'font-medium')}>
        {Math.round(breadth)}
      </span>
      <Bar {...measure} className="max-w-18 min-w-9 flex-1 max-md:min-w-11" />
    </span>
  )
}

/** A weight within a set, `14 ▮▮▮▮`: ink when used, plum when not. `max` is the largest weight of the set. */
export function WeightBar({ weight, max, used }: { weight: number; max: number; used: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <span className="min-w-4 text-right tabular-nums">{weight}</span>
      <i
        aria-hidden="true"
        className={classList('h-1.5 rounded-[1px]', used ? 'bg-used' : 'bg-unused')}
        style={{ width: max > 0 ? (50 * weight) / max : 0 }}
      />
    </span>
  )
}
