import { ArrowRight } from 'lucide-react'
import { Link } from '@/components/ui/link'
import { formatNumber, plural } from '@/lib/format'
import { areaWords } from './map-brush'
import { areaHref, countOf, isWithin, type MapArea, type MapPoint } from './map-data'
import type { MapScale } from './map-scale'
import { boxOf } from './use-brush'

const TAG =
  'absolute flex h-6.5 -translate-y-[calc(100%+6px)] rounded-md bg-accent text-12 leading-6.5 font-medium whitespace-nowrap text-on-accent tabular-nums hover:text-on-accent focus-visible:rounded-md'

/** The tag of the brush, `23 selected | Review →`, which opens the rows of its area. */
export function MapSelected(props: { area: MapArea; points: MapPoint[]; scale: MapScale; template: string }) {
  const { area, points, scale, template } = props
  const count = countOf(points.filter((point) => isWithin(point, area)))
  const { right, top } = boxOf(area, scale)
  return (
    <Link
      href={areaHref(template, area)}
      aria-label={`${formatNumber(count)} selected. Review the ${plural(count, 'session')}: ${areaWords(area)}`}
      style={{ right: Math.max(0, scale.width - right - 1), top: Math.max(26, top) }}
      className={TAG}
    >
      <span className="px-2">{formatNumber(count)} selected</span>
      <span className="flex items-center gap-1 border-l border-on-accent/30 px-2">
        Review
        <ArrowRight aria-hidden="true" strokeWidth={1.75} className="size-3" />
      </span>
    </Link>
  )
}
