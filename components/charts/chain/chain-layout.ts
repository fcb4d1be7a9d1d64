import type { Chain, ChainLink, ChainNode } from './chain'

/** A node with its place, in pixels. */
export type PlacedNode = ChainNode & { x: number; y: number; width: number; height: number }
/** The way of a band below a column that it passes by. */
type Lane = { x: number; y: number; width: number }
/** A link as a band: where it leaves and arrives (its middle), by which lane, and how thick it and its used core are. */
export type Band = ChainLink & {
  x1: number
  y1: number
  x2: number
  y2: number
  via?: Lane
  /** The uppermost of those that leave its node. */
  isFirst: boolean
  thickness: number
  core: number
}

const TOP = 30
const GAP = 14
const WIDTH = 177
/** Pixels a point of breadth is wide: the same for every band of every chain, smaller only where one would not fit. */
const SCALE = 0.92
const THICKEST = 64
/** Room above a lane for its numbers. */
const LANE_HEAD = 18

function heightOf(node: ChainNode) {
  const lines = node.lines?.length ?? 0
  const body = lines === 0 ? 40 : lines === 1 ? 52 : 66
  return body + (node.status ? 18 : 0)
}

const keyOf = ({ from, to }: ChainLink) => `${from}:${to}`
const thickOf = ({ breadth }: ChainLink, scale: number) => Math.max(1.5, (breadth ?? 0) * scale)

/** What passes by the column after its own, where it would lie behind what stands there. */
function passersBy({ nodes, links }: Chain, scale: number) {
  const column = new Map(nodes.map((node) => [node.id, node.column]))
  return links.flatMap((link) => {
    const [from, to] = [column.get(link.from) ?? 0, column.get(link.to) ?? 0]
    if (link.state === 'refused' || to - from < 2) return []
    return [{ key: keyOf(link), column: from + 1, thickness: thickOf(link, scale) }]
  })
}
type Passer = ReturnType<typeof passersBy>[number]

function placeColumns({ nodes, headings }: Chain, width: number, passers: Passer[]) {
  const pitch = headings.length > 1 ? (width - WIDTH - 1) / (headings.length - 1) : 0
  const columns = headings.map((_, column) =>
    nodes.filter((node) => node.column === column && node.state !== 'refused'),
  )
  const passing = headings.map((_, column) => passers.filter((passer) => passer.column === column))
  const lanes = new Map<string, Lane>()
  const tall = (column: ChainNode[], index: number) =>
    column.reduce((sum, node) => sum + heightOf(node) + GAP, -GAP) +
    (passing[index] ?? []).reduce((sum, { thickness }) => sum + LANE_HEAD + thickness, 0)
  const tallest = Math.max(0, ...columns.map(tall))
  const forks = columns.slice(3).some((column) => column.length > 1)
  const placed = columns.flatMap((column, index) => {
    // Where children fork, what leads to them stands a little lower: their numbers then lie clear of the bands.
    let y = TOP + (tallest - tall(column, index)) / 2 + (forks && index < 3 ? 8 : 0)
    const x = 0.5 + index * pitch
    const boxes = column.map((node): PlacedNode => {
      const place = { ...node, x, y, width: WIDTH, height: heightOf(node) }
      y += place.height + GAP
      return place
    })
    y -= GAP
    for (const { key, thickness } of passing[index] ?? []) {
      lanes.set(key, { x, y: y + LANE_HEAD + thickness / 2, width: WIDTH })
      y += LANE_HEAD + thickness
    }
    return boxes
  })
  return { placed, lanes, pitch, bottom: TOP + tallest }
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

type Placed = { byId: Map<string, PlacedNode>; lanes: Map<string, Lane>; scale: number }

/** Bands that leave one node are stacked around its middle, in the order they arrive: those that pass below come last. */
function bandsFrom(node: PlacedNode, links: ChainLink[], { byId, lanes, scale }: Placed): Band[] {
  const leaving = links
    .filter((link) => link.from === node.id && byId.has(link.to))
    .sort((a, b) => Number(lanes.has(keyOf(a))) - Number(lanes.has(keyOf(b))))
  const open = leaving.filter((link) => link.state !== 'refused')
  const thick = (link: ChainLink) => thickOf(link, scale)
  const gap = open.length > 1 ? 10 : 0
  let y = node.y + node.height / 2 - open.reduce((sum, link) => sum + thick(link) + gap, -gap) / 2
  return leaving.map((link) => {
    const to = byId.get(link.to) ?? node
    const refused = link.state === 'refused'
    const thickness = refused ? 0 : thick(link)
    const y1 = refused ? node.y + node.height - 8 : y + thickness / 2
    if (!refused) y += thickness + gap
    const place = { x1: node.x + node.width, y1, x2: to.x, y2: to.y + to.height / 2, via: lanes.get(keyOf(link)) }
    return {
      ...link,
      ...place,
      isFirst: link === open[0],
      thickness,
      core: Math.min(thickness, (link.used ?? 0) * scale),
    }
  })
}

/** Bands that arrive at one node are stacked around its middle too, from where they come highest. */
function stackArrivals(bands: Band[]): Band[] {
  const level = ({ via, y1 }: Band) => via?.y ?? y1
  return bands.map((band) => {
    if (band.state === 'refused') return band
    const all = bands
      .filter(({ to, state }) => to === band.to && state !== 'refused')
      .sort((a, b) => level(a) - level(b))
    const total = all.reduce((sum, { thickness }) => sum + thickness, 0)
    const above = all.slice(0, all.indexOf(band)).reduce((sum, { thickness }) => sum + thickness, 0)
    return { ...band, y2: band.y2 - total / 2 + above + band.thickness / 2 }
  })
}

/** A chain laid out left to right in a given width, with the height it needs. */
export function layoutChain(chain: Chain, width: number) {
  const widest = Math.max(1, ...chain.links.map((link) => link.breadth ?? 0))
  const scale = Math.min(SCALE, THICKEST / widest)
  const { placed, lanes, pitch, bottom } = placeColumns(chain, width, passersBy(chain, scale))
  const refused = placeRefused(chain, pitch, bottom)
  const nodes = [...placed, ...refused]
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const bands = stackArrivals(nodes.flatMap((node) => bandsFrom(node, chain.links, { byId, lanes, scale })))
  const height = Math.max(bottom, ...refused.map((node) => node.y + node.height)) + 6
  return { nodes, bands, pitch, height }
}
