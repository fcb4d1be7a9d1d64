import { type MapScale, TIME_TICKS } from './map-scale'

const BREADTHS = [0, 25, 50, 75, 100]
const TICK = 'fill-fg-3 text-11 tabular-nums'

/** Grid and ticks: breadth up, lifetime at issue along a logarithm, *never* apart behind a gap. */
export function MapFrame({ scale }: { scale: MapScale }) {
  const { left, right, top, bottom, neverLeft, neverRight, compact, x, y } = scale
  return (
    <g shapeRendering="crispEdges">
      {BREADTHS.map((breadth) => (
        <g key={breadth}>
          <path
            d={`M${left} ${y(breadth)}H${right}M${neverLeft} ${y(breadth)}H${neverRight}`}
            className="stroke-fg"
            strokeOpacity={breadth === 0 ? 0.3 : 0.07}
          />
          <text x={left - 6} y={y(breadth) + 3.5} textAnchor="end" className={TICK}>
            {breadth}
          </text>
        </g>
      ))}
      {TIME_TICKS.filter((tick) => tick.onPhone || !compact).map(({ seconds, label }) => (
        <g key={label}>
          <path d={`M${x(seconds)} ${top}V${bottom}`} className="stroke-fg" strokeOpacity={0.07} />
          <text
            x={x(seconds)}
            y={bottom + 16}
            textAnchor={seconds === TIME_TICKS[0]?.seconds ? 'start' : 'middle'}
            className={TICK}
          >
            {label}
          </text>
        </g>
      ))}
      <text x={(neverLeft + neverRight) / 2} y={bottom + 16} textAnchor="middle" className={TICK}>
        never
      </text>
      {compact ? null : (
        <text x={0} y={12} className={TICK}>
          Breadth
        </text>
      )}
    </g>
  )
}
