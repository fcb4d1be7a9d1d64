'use client'
import { useMemo, useRef } from 'react'
import { Surface } from 'recharts'
import type { Limits } from '@/lib/domain/limits'
import { plural } from '@/lib/format'
import { useWidth } from '../use-width'
import { gatherCells, MOST_DOTS } from './cells'
import { brackets, MapBrackets } from './map-brackets'
import { MapBrush } from './map-brush'
import { MapCaption } from './map-caption'
import { countOf, isOver, isWithin, type MapArea, type MapPoint } from './map-data'
import { MapCells, MapDots } from './map-dots'
import { MapFrame } from './map-frame'
import { MapCoats, MapLimitNames, MapLimits } from './map-limits'
import { type MapScale, mapScale } from './map-scale'
import { MapSelected } from './map-selected'
import { MapTable } from './map-table'
import { swarm } from './swarm'
import { useBrush } from './use-brush'

const DAY = 86_400
/** Where the brush lies first: what is both long and broad. */
const WORST: MapArea = { from: 30 * DAY, to: Number.POSITIVE_INFINITY, low: 50, high: 92 }

type Props = { points: MapPoint[]; limits: Limits; areaTemplate: string; initialArea?: MapArea | null }

/** What the map draws at a width: dots, or cells where there are too many, and the brackets above. */
function usePicture({ points, limits }: Props, scale: MapScale) {
  const many = countOf(points) > MOST_DOTS
  const dots = useMemo(() => (many ? [] : swarm(points, limits, scale)), [many, points, limits, scale])
  const cells = useMemo(() => (many ? gatherCells(points, limits, scale) : []), [many, points, limits, scale])
  const spans = useMemo(() => brackets(points, limits, scale), [points, limits, scale])
  return { dots, cells, spans }
}

type Brush = ReturnType<typeof useBrush>

function Ground({ scale, brush }: { scale: MapScale; brush: Brush }) {
  return (
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
  )
}

type Picture = ReturnType<typeof usePicture>

function Drawing(props: Props & { scale: MapScale; brush: Brush; picture: Picture }) {
  const { points, limits, areaTemplate, scale, brush, picture } = props
  const over = countOf(points.filter((point) => isOver(point, limits)))
  const { width, height } = scale
  return (
    <Surface
      width={width}
      height={height}
      viewBox={{ x: 0, y: 0, width, height }}
      role="group"
      aria-label={`Breadth by lifetime of ${plural(countOf(points), 'live session')}. ${over} over the limit of their system`}
      className="w-full max-w-full overflow-visible"
    >
      <MapCoats limits={limits} scale={scale} />
      <MapFrame scale={scale} />
      {scale.compact ? null : <MapBrackets spans={picture.spans} template={areaTemplate} />}
      <MapLimits limits={limits} scale={scale} />
      <Ground scale={scale} brush={brush} />
      {brush.area ? <MapBrush area={brush.area} scale={scale} brush={brush} /> : null}
      <MapDots dots={picture.dots} />
      <MapCells cells={picture.cells} template={areaTemplate} />
      <MapLimitNames limits={limits} scale={scale} />
    </Surface>
  )
}

/**
 * Every live session by how long it was issued for and how broad it is, against the limits of its system's tier.
 * `areaTemplate` is the address of an area's rows, see `areaHref`; `initialArea` null starts without a selection.
 */
export function BreadthLifetimeMap(props: Props) {
  const { points, areaTemplate, initialArea = WORST } = props
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame, 806)
  const scale = useMemo(() => mapScale(width), [width])
  const isWorthIt = initialArea !== null && points.some((point) => isWithin(point, initialArea))
  const brush = useBrush(isWorthIt ? initialArea : null, scale)
  const picture = usePicture(props, scale)
  return (
    <>
      <div ref={frame} className="relative mt-2">
        <Drawing {...props} scale={scale} brush={brush} picture={picture} />
        {brush.area ? (
          <MapSelected area={brush.area} points={points} scale={scale} template={areaTemplate} />
        ) : (
          <StartSelection onStart={() => brush.setArea(WORST)} />
        )}
      </div>
      <MapCaption />
      <MapTable spans={picture.spans} />
    </>
  )
}

function StartSelection({ onStart }: { onStart: () => void }) {
  return (
    <button
      type="button"
      onClick={onStart}
      className="sr-only focus:not-sr-only focus:absolute focus:top-0 focus:right-0 focus:bg-surface focus:px-2"
    >
      Select an area of the map
    </button>
  )
}
