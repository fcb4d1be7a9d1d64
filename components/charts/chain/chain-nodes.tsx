import { classList } from '../../ui/class-list'
import { StatusGlyph } from '../../ui/status-glyph'
import { KindIcon } from '../../ui/who'
import type { PlacedNode } from './chain-layout'

const EDGE = { me: 'stroke-fg', late: 'stroke-high', dead: 'stroke-line-strong', refused: 'stroke-line-strong' }

function Lines({ node }: { node: PlacedNode }) {
  const { x, y, state, lines = [] } = node
  return lines.map((text, index) => (
    <text
      key={text}
      x={x + 9.5}
      y={y + 38 + 16 * index}
      className={classList('text-12', state === 'late' && index === 0 ? 'fill-high-fg font-medium' : 'fill-fg-3')}
    >
      {cut(text, 27)}
    </text>
  ))
}

function NodeStatus({ x, y, status }: { x: number; y: number; status: NonNullable<PlacedNode['status']> }) {
  return (
    <>
      <svg x={x} y={y - 10} width={12} height={12} className="text-status-revoking" aria-hidden="true">
        <StatusGlyph word={status.word} />
      </svg>
      <text x={x + 17} y={y} className="fill-status-revoking-fg text-12 font-medium">
        {cut(status.text, 24)}
      </text>
    </>
  )
}

function edgeOf({ state, href }: PlacedNode) {
  const edge = state ? EDGE[state] : 'stroke-line-strong'
  return classList('fill-surface', edge, href && 'group-hover/node:stroke-accent')
}

function Node({ node }: { node: PlacedNode }) {
  const { x, y, width, height, state, status } = node
  const quiet = state === 'dead' || state === 'refused'
  const dashes = state === 'refused' ? '3 3' : undefined
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx={5} strokeDasharray={dashes} className={edgeOf(node)} />
      <svg x={x + 9.5} y={y + 9} width={14} height={14} aria-hidden="true">
        <KindIcon kind={node.kind} />
      </svg>
      <text x={x + 29.5} y={y + 20} className={classList('text-13 font-medium', quiet ? 'fill-fg-2' : 'fill-fg')}>
        {cut(node.name, 19)}
        <title>{node.name}</title>
      </text>
      <Lines node={node} />
      {status ? <NodeStatus x={x + 9.5} y={y + height - 10} status={status} /> : null}
    </g>
  )
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** The boxes of a chain; one with an address is a link. */
export function ChainNodes({ nodes }: { nodes: PlacedNode[] }) {
  return nodes.map((node) =>
    node.href ? (
      <a key={node.id} href={node.href} className="group/node" aria-label={node.name}>
        <Node node={node} />
      </a>
    ) : (
      <Node key={node.id} node={node} />
    ),
  )
}
