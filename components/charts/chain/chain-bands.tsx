import type { Band } from './chain-layout'

/** One edge of a band, `shift` from its middle, drawn on from where the pen is. */
function edge([from, ...points]: { x: number; y: number }[], shift: number) {
  let { x, y } = from ?? { x: 0, y: 0 }
  return points.map((to) => {
    const middle = (x + to.x) / 2
    const curve = `C${middle} ${y + shift} ${middle} ${to.y + shift} ${to.x} ${to.y + shift}`
    x = to.x
    y = to.y
    return curve
  })
}

function ribbon({ x1, y1, x2, y2, via }: Band, thickness: number) {
  const half = thickness / 2
  const lane = via ? [via, { x: via.x + via.width, y: via.y }] : []
  const points = [{ x: x1, y: y1 }, ...lane, { x: x2, y: y2 }]
  const there = edge(points, -half).join('')
  const back = edge(points.toReversed(), half).join('')
  return `M${x1} ${y1 - half}${there}V${y2 + half}${back}Z`
}

/** Where the numbers of a band stand: over its middle where it is level, else over its higher end, where nothing is above. */
function placeOf({ x1, y1, x2, y2, via, isFirst }: Band) {
  if (via) return { x: via.x + via.width / 2, y: via.y, anchor: 'middle' } as const
  if (Math.abs(y1 - y2) < 1) return { x: (x1 + x2) / 2, y: y1, anchor: 'middle' } as const
  if (isFirst && y2 > y1) return { x: x1 + 6, y: y1, anchor: 'start' } as const
  return { x: x2 - 6, y: y2, anchor: 'end' } as const
}

function Numbers({ band }: { band: Band }) {
  const rest =
    band.of === undefined
      ? band.used === undefined || band.used === null
        ? ''
        : ` used ${band.used}`
      : ` of ${band.of}`
  const { x, y, anchor } = placeOf(band)
  return (
    <text x={x} y={y - band.thickness / 2 - 5} textAnchor={anchor} className="fill-fg-3 text-11 tabular-nums">
      <tspan className="fill-fg font-medium">{band.breadth ?? '?'}</tspan>
      {rest}
    </text>
  )
}

function Refused({ band, textX }: { band: Band; textX: number }) {
  const { x1, y1, x2, y2 } = band
  const end = x2 - 10
  const bend = Math.min(textX - 4, end)
  const middle = (x1 + bend) / 2
  return (
    <g>
      <path
        d={`M${x1} ${y1}C${middle} ${y1} ${middle - 6} ${y2} ${bend} ${y2}H${end}`}
        fill="none"
        strokeWidth={1.25}
        strokeDasharray="4 3"
        className="stroke-danger"
      />
      <path d={`M${end + 2} ${y2 - 9}v18`} strokeWidth={2.5} className="stroke-danger" />
      <text x={textX} y={y2 - 7} className="fill-danger-fg text-12 font-medium tabular-nums">
        refused {band.when}
      </text>
      <text x={textX} y={y2 + 15} className="fill-fg-3 text-12">
        {band.why}
      </text>
    </g>
  )
}

/** What passes between nodes: plum for granted, an ink core for used; what is cut fades, what is refused stops at a bar. */
export function ChainBands({ bands, pitch }: { bands: Band[]; pitch: number }) {
  return bands.map((band) => {
    const key = `${band.from}:${band.to}`
    if (band.state === 'refused')
      return <Refused key={key} band={band} textX={band.x2 - pitch + (pitch > 200 ? 0.5 : 8)} />
    return (
      <g key={key}>
        <g opacity={band.state === 'cut' ? 0.38 : 1}>
          <path d={ribbon(band, band.thickness)} className="fill-unused" />
          {band.core > 0 ? <path d={ribbon(band, band.core)} className="fill-used" /> : null}
        </g>
        <Numbers band={band} />
      </g>
    )
  })
}
