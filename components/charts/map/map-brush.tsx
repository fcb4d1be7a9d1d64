import { formatDuration } from '@/lib/format'
import type { MapArea } from './map-data'
import type { MapScale } from './map-scale'
import { type Box, boxOf, type Grip, type useBrush } from './use-brush'

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

type Grips = ReturnType<typeof gripsOf>

function gripsOf(brush: ReturnType<typeof useBrush>) {
  return (grip: Grip) => ({
    role: 'button',
    tabIndex: 0,
    onPointerDown: brush.down(grip),
    onPointerMove: brush.move,
    onPointerUp: brush.up,
    onKeyDown: brush.key(grip),
  })
}

function Corner({ corner, box, grips }: { corner: (typeof CORNERS)[number]; box: Box; grips: Grips }) {
  const { grip, words, cursor } = corner
  const x = grip.endsWith('left') ? box.left : box.right
  const y = grip.startsWith('top') ? box.top : box.bottom
  const handle = 'fill-surface stroke-accent group-focus-visible/grip:fill-accent'
  return (
    <g {...grips(grip)} aria-label={`${words} corner of the selection`} style={{ cursor }} className="group/grip">
      <rect x={x - 12} y={y - 12} width={24} height={24} fill="transparent" />
      <rect x={x - 3} y={y - 3} width={6} height={6} className={handle} />
    </g>
  )
}

type Props = { area: MapArea; scale: MapScale; brush: ReturnType<typeof useBrush> }

/** The selection: accent frame and four handles. Arrow keys move what has focus, Escape takes it away. */
export function MapBrush({ area, scale, brush }: Props) {
  const box = boxOf(area, scale)
  const frame = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }
  const grips = gripsOf(brush)
  return (
    <g className="touch-none">
      <rect
        {...frame}
        {...grips('whole')}
        aria-label={`Selection: ${areaWords(area)}. Arrow keys move it`}
        strokeWidth={1}
        className="cursor-move fill-accent/7 stroke-accent focus-visible:stroke-2"
      />
      {CORNERS.map((corner) => (
        <Corner key={corner.grip} corner={corner} box={box} grips={grips} />
      ))}
    </g>
  )
}
