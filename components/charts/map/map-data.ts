import { breadthLimit, type Limits, type Tier } from '@/lib/domain/limits'
import type { MapScale } from './map-scale'

/** A dot of the map: one delegated session, or `count` of them gathered from an `area`. `lifetimeSeconds` null never ends;
 *  `unusedShare` null is not reported. */
export type MapPoint = {
  id: string
  href: string
  label: string
  lifetimeSeconds: number | null
  breadth: number
  unusedShare: number | null
  tier: Tier
  count?: number
  area?: MapArea
}

/** A piece of the map in its own units; `Infinity` stands for *never*. */
export type MapArea = { from: number; to: number; low: number; high: number }

/** How many delegated sessions some points stand for. */
export function countOf(points: readonly MapPoint[]) {
  return points.reduce((sum, point) => sum + (point.count ?? 1), 0)
}

/** The area a point's sessions are from: its own place, unless it was gathered. */
export function spanOf(point: MapPoint): MapArea {
  const lifetime = lifetimeOf(point)
  return point.area ?? { from: lifetime, to: lifetime, low: point.breadth, high: point.breadth }
}

/** The lifetime as a number, never as Infinity. */
export const lifetimeOf = (point: MapPoint) => point.lifetimeSeconds ?? Number.POSITIVE_INFINITY

/** Where a point stands along the axis. *Never* is a column: its points are spread over it, each always at the same place. */
export function xOf(point: MapPoint, scale: MapScale) {
  if (point.lifetimeSeconds !== null) return scale.x(point.lifetimeSeconds)
  let hash = 0x811c9dc5
  for (const letter of point.id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  const share = ((hash >>> 8) % 997) / 997
  const margin = 6
  return scale.neverLeft + margin + (scale.neverRight - scale.neverLeft - 2 * margin) * share
}

/** Whether a point is over the limit of its system's tier. */
export function isOver(point: MapPoint, limits: Limits) {
  return point.breadth > breadthLimit(limits, point.tier, point.lifetimeSeconds)
}

/** Whether a point lies in an area. Lifetimes shorter or longer than the axis count as its ends. */
export function isWithin(point: MapPoint, area: MapArea) {
  const lifetime = lifetimeOf(point)
  return lifetime >= area.from && lifetime <= area.to && point.breadth >= area.low && point.breadth <= area.high
}

/** The step 1–5 of the unused ramp; what is not reported counts as the quietest. */
export function unusedStep(unusedShare: number | null) {
  return Math.min(5, Math.floor((unusedShare ?? 0) * 5) + 1)
}

/**
 * The address of an area's rows: `{from}`, `{to}` (seconds or `never`), `{low}`, `{high}` (breadth) in the template are
 * replaced. Example: `/sessions?lifetime={from}..{to}&breadth={low}..{high}`.
 */
export function areaHref(template: string, area: MapArea) {
  const time = (seconds: number) => (Number.isFinite(seconds) ? String(Math.round(seconds)) : 'never')
  return template
    .replaceAll('{from}', time(area.from))
    .replaceAll('{to}', time(area.to))
    .replaceAll('{low}', String(Math.round(area.low)))
    .replaceAll('{high}', String(Math.round(area.high)))
}
