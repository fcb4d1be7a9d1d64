import { breadthLimit, type Limits } from '@/lib/domain/limits'
import { isOver, type MapPoint, unusedStep, xOf } from './map-data'
import type { MapScale } from './map-scale'

/** A point placed on the map: its centre and radius in pixels, its step of the unused ramp, whether it is over. */
export type Dot = { point: MapPoint; x: number; y: number; radius: number; step: number; over: boolean }

const GAP = 0.6
const FURTHEST = 22
const GOLDEN_ANGLE = 2.399963
const CELL = 8

const place = (x: number, y: number) => `${Math.floor(x / CELL)}:${Math.floor(y / CELL)}`

function isFree(grid: Map<string, Dot[]>, x: number, y: number, radius: number) {
  for (let dx = -CELL; dx <= CELL; dx += CELL)
    for (let dy = -CELL; dy <= CELL; dy += CELL)
      for (const other of grid.get(place(x + dx, y + dy)) ?? [])
        if (Math.hypot(other.x - x, other.y - y) < other.radius + radius + GAP) return false
  return true
}

/** On which side of every tier's limit a place is: a dot pushed aside must keep it. */
function sideOf(limits: Limits, scale: MapScale, x: number, y: number) {
  const seconds = scale.seconds(x)
  const breadth = scale.breadth(y)
  return ([1, 2, 3] as const).map((tier) => breadth > breadthLimit(limits, tier, seconds)).join()
}

function isInside(scale: MapScale, never: boolean, x: number, y: number) {
  const [left, right] = never ? [scale.neverLeft, scale.neverRight] : [scale.left, scale.right]
  return x >= left && x <= right && y >= scale.top && y <= scale.bottom - 1
}

/**
 * Dots at their points, pushed apart along a spiral until none covers another, never out of the plot and never across a
 * limit. Quiet ones come first, so that those over their limit are drawn on top. The same points give the same picture.
 */
export function swarm(points: MapPoint[], limits: Limits, scale: MapScale): Dot[] {
  const grid = new Map<string, Dot[]>()
  const dots = points.map((point): Dot => {
    const over = isOver(point, limits)
    const radius = scale.compact ? (over ? 2.4 : 1.5) : over ? 3.7 : 2.4
    return {
      point,
      x: xOf(point, scale),
      y: scale.y(point.breadth),
      radius,
      step: unusedStep(point.unusedShare),
      over,
    }
  })
  // The loud ones keep their exact place; the quiet ones make way.
  for (const dot of dots.toSorted((a, b) => Number(b.over) - Number(a.over))) {
    const never = dot.point.lifetimeSeconds === null
    const side = sideOf(limits, scale, dot.x, dot.y)
    const { x, y } = dot
    for (let turn = 0; turn < 400; turn++) {
      const reach = 1.1 * Math.sqrt(turn)
      if (reach > FURTHEST) break
      const tryX = x + reach * Math.cos(turn * GOLDEN_ANGLE)
      const tryY = y + reach * Math.sin(turn * GOLDEN_ANGLE)
      if (turn > 0 && (!isInside(scale, never, tryX, tryY) || (!never && sideOf(limits, scale, tryX, tryY) !== side)))
        continue
      if (!isFree(grid, tryX, tryY, dot.radius)) continue
      dot.x = tryX
      dot.y = tryY
      break
    }
    const key = place(dot.x, dot.y)
    grid.set(key, [...(grid.get(key) ?? []), dot])
  }
  return dots.toSorted((a, b) => Number(a.over) - Number(b.over) || a.step - b.step)
}
