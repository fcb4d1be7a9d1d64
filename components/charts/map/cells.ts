import type { Limits } from '@/lib/domain/limits'
import { countOf, isOver, type MapArea, type MapPoint, spanOf, unusedStep, xOf } from './map-data'
import type { MapScale } from './map-scale'

/** Points too many to draw one by one, gathered: where, how many, how many of them over, and their area. */
export type Cell = {
  key: string
  x: number
  y: number
  radius: number
  count: number
  over: number
  step: number
  area: MapArea
}

/** More points than this are drawn as cells. */
export const MOST_DOTS = 3000

const SIZE = 12

/** Gathers points into cells of 12 px; area grows with the count, colour is the mean unused share. */
export function gatherCells(points: MapPoint[], limits: Limits, scale: MapScale): Cell[] {
  const groups = new Map<string, MapPoint[]>()
  for (const point of points) {
    const key = `${Math.floor(xOf(point, scale) / SIZE)}:${Math.floor(scale.y(point.breadth) / SIZE)}`
    const group = groups.get(key)
    if (group) group.push(point)
    else groups.set(key, [point])
  }
  const most = Math.max(1, ...[...groups.values()].map(countOf))
  return [...groups].map(([key, group]) => {
    const spans = group.map(spanOf)
    const count = countOf(group)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    return {
      key,
      x: mean(group.map((point) => xOf(point, scale))),
      y: mean(group.map((point) => scale.y(point.breadth))),
      radius: 1.4 + 4.6 * Math.sqrt(count / most),
      count,
      over: countOf(group.filter((point) => isOver(point, limits))),
      step: unusedStep(mean(group.map((point) => point.unusedShare ?? 0))),
      area: {
        from: Math.min(...spans.map((span) => span.from)),
        to: Math.max(...spans.map((span) => span.to)),
        low: Math.floor(Math.min(...spans.map((span) => span.low))),
        high: Math.ceil(Math.max(...spans.map((span) => span.high))),
      },
    }
  })
}
