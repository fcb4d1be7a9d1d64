import type { Band } from './chain-layout'

function ribbon({ x1, y1, x2, y2 }: Band, thickness: number) {
  const half = thickness / 2
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1 - half}C${middle} ${y1 - half} ${middle} ${y2 - half} ${x2} ${y2 - half}V${y2 + half}C${middle} ${y2 + half} ${middle} ${y1 + half} ${x1} ${y1 + half}Z`
}

function Numbers({ band }: { band: Band }) {
  const straight = Math.abs(band.y1 - band.y2) < 1
  const rest =
    band.of === undefined
      ? band.used === undefined || band.used === null
        ? ''
        : ` used ${band.used}`
      : ` of ${band.of}`
  const y = (straight ? band.y1 : band.y2) - band.thickness / 2 - 5
  return (
    <text
      x={straight ? (band.x1 + band.x2) / 2 : band.x2 - 6}
      y={y}
      textAnchor={straight ? 'middle' : 'end'}
      className="fill-fg-3 text-11 tabular-nums"
    >
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
