import { Link } from '@/components/ui/link'
import { formatDuration, formatPercent } from '@/lib/format'
import type { Cell } from './cells'
import { areaHref } from './map-data'
import type { Dot } from './swarm'

const FILLS = ['', 'fill-u1', 'fill-u2', 'fill-u3', 'fill-u4', 'fill-u5']

function words({ point, over }: Dot) {
  const unused = point.unusedShare === null ? 'use not reported' : `${formatPercent(point.unusedShare)} unused`
  const limit = over ? ', over its limit' : ''
  return `${point.label}: breadth ${Math.round(point.breadth)} for ${formatDuration(point.lifetimeSeconds)}, ${unused}${limit}`
}

/**
 * The dots, each a link to its session. They are for the pointer: those who use keys or hear the page go by the
 * brackets, the brush and the table, so hundreds of links do not stand in their way.
 */
export function MapDots({ dots }: { dots: Dot[] }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: no key reaches the dots, as said above
    <g aria-hidden="true">
      {dots.map((dot) => (
        <a key={dot.point.id} href={dot.point.href} tabIndex={-1}>
          <circle
            cx={dot.x.toFixed(1)}
            cy={dot.y.toFixed(1)}
            r={dot.radius}
            strokeWidth={0.5}
            className={`stroke-surface hover:stroke-fg hover:stroke-1 ${FILLS[dot.step]}`}
          >
            <title>{words(dot)}</title>
          </circle>
        </a>
      ))}
    </g>
  )
}

/** Cells in place of dots, where there are too many to tell apart; each opens its rows. */
export function MapCells({ cells, template }: { cells: Cell[]; template: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: no key reaches the cells
    <g aria-hidden="true">
      {cells.map((cell) => (
        <Link key={cell.key} href={areaHref(template, cell.area)} tabIndex={-1}>
          <circle
            cx={cell.x.toFixed(1)}
            cy={cell.y.toFixed(1)}
            r={cell.radius}
            strokeWidth={0.5}
            className={`stroke-surface hover:stroke-fg ${FILLS[cell.step]}`}
          >
            <title>{`${cell.count} live, ${cell.over} over their limit`}</title>
          </circle>
        </Link>
      ))}
    </g>
  )
}
