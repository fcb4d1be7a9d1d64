'use client'
import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { useMemo, useRef } from 'react'
import { Surface } from 'recharts'
import type { Limits } from '@/lib/domain/limits'
import { plural } from '@/lib/format'
import { useWidth } from '../use-width'
import { gatherCells, MOST_DOTS } from './cells'
import { brackets, MapBrackets } from './map-brackets'
import { areaWords, MapBrush } from './map-brush'
import { MapCaption } from './map-caption'
import { areaHref, isOver, isWithin, type MapArea, type MapPoint } from './map-data'
import { MapCells, MapDots } from './map-dots'
import { MapFrame } from './map-frame'
import { MapCoats, MapLimitNames, MapLimits } from './map-limits'
import { mapScale } from './map-scale'
import { MapTable } from './map-table'
import { swarm } from './swarm'
import { boxOf, useBrush } from './use-brush'

const DAY = 86_400
/** Where the brush lies first: what is both long and broad. */
const WORST: MapArea = { from: 30 * DAY, to: Number.POSITIVE_INFINITY, low: 50, high: 92 }

/**
 * Every live session by how long it was issued for and how broad it is, against the limits of its system's tier.
 * `areaTemplate` is the address of an area's rows, see `areaHref`; `initialArea` null starts without a selection.
 */
export function BreadthLifetimeMap(props: {
  points: MapPoint[]
  limits: Limits
  areaTemplate: string
  initialArea?: MapArea | null
}) {
  const { points, limits, areaTemplate, initialArea = WORST } = props
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 806)
  const scale = useMemo(() => mapScale(width), [width])
  const brush = useBrush(
    initialArea && points.some((point) => isWithin(point, initialArea)) ? initialArea : null,
    scale,
  )
  const dots = useMemo(() => (points.length > MOST_DOTS ? [] : swarm(points, limits, scale)), [points, limits, scale])
  const cells = useMemo(
    () => (points.length > MOST_DOTS ? gatherCells(points, limits, scale) : []),
    [points, limits, scale],
  )
  const spans = useMemo(() => brackets(points, limits, scale), [points, limits, scale])
  const { area } = brush
  const over = points.filter((point) => isOver(point, limits)).length
  return (
    <>
      <div ref={frame} className="relative mt-2">
        <Surface
          width={scale.width}
          height={scale.height}
          viewBox={{ x: 0, y: 0, width: scale.width, height: scale.height }}
          role="group"
          aria-label={`Breadth by lifetime of ${plural(points.length, 'live session')}. ${over} over the limit of their system`}
          className="w-full max-w-full overflow-visible"
        >
          <MapCoats limits={limits} scale={scale} />
          <MapFrame scale={scale} />
          {scale.compact ? null : <MapBrackets spans={spans} template={areaTemplate} />}
          <MapLimits limits={limits} scale={scale} />
          <rect
            x={scale.left}
            y={scale.top}
            width={scale.neverRight - scale.left}
            height={scale.bottom - scale.top}
            fill="transparent"
            className="cursor-crosshair"
            onPointerDown={brush.down('new')}
            onPointerMove={brush.move}
            onPointerUp={brush.up}
          />
          {area ? <MapBrush area={area} scale={scale} brush={brush} /> : null}
          <MapDots dots={dots} />
          <MapCells cells={cells} template={areaTemplate} />
          <MapLimitNames limits={limits} scale={scale} />
        </Surface>
        {area ? (
          <Selected
            area={area}
            count={points.filter((point) => isWithin(point, area)).length}
            right={scale.width - boxOf(area, scale).right}
            top={boxOf(area, scale).top}
            href={areaHref(areaTemplate, area)}
          />
        ) : (
          <button
            type="button"
            onClick={() => brush.setArea(WORST)}
            className="sr-only focus:not-sr-only focus:absolute focus:top-0 focus:right-0 focus:bg-surface focus:px-2"
          >
            Select an area of the map
          </button>
        )}
      </div>
      <MapCaption />
      <MapTable spans={spans} />
    </>
  )
}

function Selected({
  area,
  count,
  right,
  top,
  href,
}: {
  area: MapArea
  count: number
  right: number
  top: number
  href: string
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`Review the ${plural(count, 'session')} selected: ${areaWords(area)}`}
      style={{ right: Math.max(0, right - 1), top }}
      className="absolute flex h-6.5 -translate-y-[calc(100%+6px)] rounded-md bg-accent text-12 leading-6.5 font-medium whitespace-nowrap text-on-accent tabular-nums hover:text-on-accent focus-visible:rounded-md"
    >
      <span className="px-2">{count} selected</span>
      <span className="flex items-center gap-1 border-l border-on-accent/30 px-2">
        Review
        <ArrowRight aria-hidden="true" strokeWidth={1.75} className="size-3" />
      </span>
    </Link>
  )
}
