import { formatDuration } from '@/lib/format'
import type { MapArea } from './map-data'
import type { MapScale } from './map-scale'
import { boxOf, type Grip, type useBrush } from './use-brush'

const CORNERS: { grip: Grip; words: string; cursor: string }[] = [
  { grip: 'top-left', words: 'top left', cursor: 'nwse-resize' },
  { grip: 'top-right', words: 'top right', cursor: 'nesw-resize' },
  { grip: 'bottom-left', words: 'bottom left', cursor: 'nesw-resize' },
  { grip: 'bottom-right', words: 'bottom right', cursor: 'nwse-resize' },
]

/** An area in words: `lifetime 30 d to never, breadth 50 to 91`. */
export function areaWords({ from, to, low, high }: MapArea) {
  const lifetime = from === to ? formatDuration(from) : `${formatDuration(from)} to ${formatDuration(to)}`
  return `lifetime ${lifetime}, breadth ${Math.round(low)} to ${Math.round(high)}`
}

/** The selection: accent frame and four handles. Arrow keys move what has focus, Escape takes it away. */
export function MapBrush({
  area,
  scale,
  brush,
}: {
  area: MapArea
  scale: MapScale
  brush: ReturnType<typeof useBrush>
}) {
  const box = boxOf(area, scale)
  const frame = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }
  const grips = (grip: Grip) => ({
    role: 'button',
    tabIndex: 0,
    onPointerDown: brush.down(grip),
    onPointerMove: brush.move,
    onPointerUp: brush.up,
    onKeyDown: brush.key(grip),
  })
  return (
    <g className="touch-none">
      <rect
        {...frame}
        {...grips('whole')}
        aria-label={`Selection: ${areaWords(area)}. Arrow keys move it`}
        strokeWidth={1}
        className="cursor-move fill-accent/7 stroke-accent focus-visible:stroke-2"
      />
      {CORNERS.map(({ grip, words, cursor }) => {
        const x = grip.endsWith('left') ? box.left : box.right
        const y = grip.startsWith('top') ? box.top : box.bottom
        return (
          <g
            key={grip}
            {...grips(grip)}
            aria-label={`${words} corner of the selection`}
            style={{ cursor }}
            className="group/grip"
          >
            <rect x={x - 12} y={y - 12} width={24} height={24} fill="transparent" />
            <rect
              x={x - 3}
              y={y - 3}
              width={6}
              height={6}
              className="fill-surface stroke-accent group-focus-visible/grip:fill-accent"
            />
          </g>
        )
      })}
    </g>
  )
}
