import type { LimitStep, Limits } from '@/lib/domain/limits'
import type { MapScale } from './map-scale'

const TIERS = [1, 2, 3] as const
const DASHES = { 1: undefined, 2: '5 3', 3: '1.5 2.5' }
/** Which step carries the tier's name: the first that does not lie on another tier's line. */
const NAMED_STEP = { 1: 1, 2: 1, 3: 2 }

function stairs(steps: readonly LimitStep[], scale: MapScale) {
  const parts = [`M${scale.left} ${scale.y(steps[0]?.maxBreadth ?? 0)}`]
  steps.forEach((step, index) => {
    parts.push(`H${scale.x(step.untilSeconds).toFixed(1)}V${scale.y(steps[index + 1]?.maxBreadth ?? 0).toFixed(1)}`)
  })
  return parts.join('')
}

/** The zone beyond each tier's limit: one coat a tier, they add up like contour lines. */
export function MapCoats({ limits, scale }: { limits: Limits; scale: MapScale }) {
  const { right, top, left, bottom, neverLeft, neverRight } = scale
  return TIERS.map((tier) => (
    <g key={tier} className="fill-beyond-coat">
      <path d={`${stairs(limits[tier], scale)}H${right}V${top}H${left}Z`} />
      <rect x={neverLeft} y={top} width={neverRight - neverLeft} height={bottom - top} />
    </g>
  ))
}

/** The limits as steps, tier 1 solid, 2 dashed, 3 dotted. */
export function MapLimits({ limits, scale }: { limits: Limits; scale: MapScale }) {
  return TIERS.map((tier) => (
    <path
      key={tier}
      d={stairs(limits[tier], scale)}
      fill="none"
      className="stroke-limit"
      strokeWidth={1.25}
      strokeDasharray={DASHES[tier]}
    />
  ))
}

/** The tiers' names, on their steps. Drawn over the dots, with an edge of the surface's colour. */
export function MapLimitNames({ limits, scale }: { limits: Limits; scale: MapScale }) {
  return TIERS.map((tier) => {
    const steps = limits[tier]
    const index = Math.min(NAMED_STEP[tier], steps.length - 1)
    const step = steps[index]
    if (!step) return null
    const start = index === 0 ? scale.left : scale.x(steps[index - 1]?.untilSeconds ?? 0)
    return (
      <text
        key={tier}
        x={start + (scale.compact ? 4 : 9 - tier)}
        y={scale.y(step.maxBreadth) - 5}
        fontSize={11}
        className="fill-danger-fg stroke-surface"
        strokeWidth={3}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {scale.compact ? `Tier ${tier}` : `Limit, tier ${tier}`}
      </text>
    )
  })
}
