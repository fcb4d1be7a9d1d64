import type { Chain, ChainLink, ChainNode } from './chain'

/** A node with its place, in pixels. */
export type PlacedNode = ChainNode & { x: number; y: number; width: number; height: number }
/** A link as a band: where it leaves and arrives (its middle), and how thick it and its used core are. */
export type Band = ChainLink & { x1: number; y1: number; x2: number; y2: number; thickness: number; core: number }

const TOP = 30
const GAP = 14
const WIDTH = 177
/** Pixels a point of breadth is wide: the same for every band of every chain, smaller only where one would not fit. */
const SCALE = 0.92
const THICKEST = 64

function heightOf(node: ChainNode) {
  const lines = node.lines?.length ?? 0
  const body = lines === 0 ? 40 : lines === 1 ? 52 : 66
  return body + (node.status ? 18 : 0)
}

function placeColumns({ nodes, headings }: Chain, width: number) {
  const pitch = headings.length > 1 ? (width - WIDTH - 1) / (headings.length - 1) : 0
  const columns = headings.map((_, column) =>
    nodes.filter((node) => node.column === column && node.state !== 'refused'),
  )
  const tall = (column: ChainNode[]) => column.reduce((sum, node) => sum + heightOf(node) + GAP, -GAP)
  const tallest = Math.max(0, ...columns.map(tall))
  const forks = columns.slice(3).some((column) => column.length > 1)
  const placed = columns.flatMap((column, index) => {
    // Where children fork, what leads to them stands a little lower: their numbers then lie clear of the bands.
    let y = TOP + (tallest - tall(column)) / 2 + (forks && index < 3 ? 8 : 0)
    return column.map((node): PlacedNode => {
      const place = { ...node, x: 0.5 + index * pitch, y, width: WIDTH, height: heightOf(node) }
      y += place.height + GAP
      return place
    })
  })
  return { placed, pitch, bottom: TOP + tallest }
}

function placeRefused({ nodes }: Chain, pitch: number, from: number) {
  let y = from + 22
  return nodes
    .filter((node) => node.state === 'refused')
    .map((node): PlacedNode => {
      const place = { ...node, x: 0.5 + node.column * pitch, y, width: WIDTH, height: heightOf(node) }
      y += place.height + GAP
      return place
    })
}

/** Bands that leave one node are stacked around its middle, in the order they arrive. */
function bandsFrom(node: PlacedNode, links: ChainLink[], byId: Map<string, PlacedNode>, scale: number): Band[] {
  const leaving = links.filter((link) => link.from === node.id && byId.has(link.to))
  const open = leaving.filter((link) => link.state !== 'refused')
  const thick = (link: ChainLink) => Math.max(1.5, (link.breadth ?? 0) * scale)
  const gap = open.length > 1 ? 10 : 0
  let y = node.y + node.height / 2 - open.reduce((sum, link) => sum + thick(link) + gap, -gap) / 2
  return leaving.map((link) => {
    const to = byId.get(link.to) ?? node
    const refused = link.state === 'refused'
    const thickness = refused ? 0 : thick(link)
    const y1 = refused ? node.y + node.height - 8 : y + thickness / 2
    if (!refused) y += thickness + gap
    const place = { x1: node.x + node.width, y1, x2: to.x, y2: to.y + to.height / 2 }
    return { ...link, ...place, thickness, core: Math.min(thickness, (link.used ?? 0) * scale) }
  })
}

/** A chain laid out left to right in a given width, with the height it needs. */
export function layoutChain(chain: Chain, width: number) {
  const { placed, pitch, bottom } = placeColumns(chain, width)
  const refused = placeRefused(chain, pitch, bottom)
  const nodes = [...placed, ...refused]
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const widest = Math.max(1, ...chain.links.map((link) => link.breadth ?? 0))
  const scale = Math.min(SCALE, THICKEST / widest)
  const bands = nodes.flatMap((node) => bandsFrom(node, chain.links, byId, scale))
  const height = Math.max(bottom, ...refused.map((node) => node.y + node.height)) + 6
  return { nodes, bands, pitch, height }
}
