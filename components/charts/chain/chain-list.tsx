import { Link } from '@/components/ui/link'
import { classList } from '../../ui/class-list'
import { KindIcon } from '../../ui/who'
import type { Chain, ChainNode } from './chain'

type Item = { node: ChainNode; depth: number; breadth?: number | null }

/** The chain as one reads it: from the first node down, what hangs from the actor indented. */
function itemsOf({ nodes, links }: Chain): Item[] {
  const seen = new Set<string>()
  const visit = (node: ChainNode, breadth?: number | null): Item[] => {
    if (seen.has(node.id)) return []
    seen.add(node.id)
    const below = links.filter((link) => link.from === node.id)
    const next = below.flatMap((link) => {
      const to = nodes.find((each) => each.id === link.to)
      return to ? visit(to, link.breadth) : []
    })
    return [{ node, breadth, depth: 0 }, ...next]
  }
  const inOrder = nodes.toSorted((a, b) => a.column - b.column).flatMap((node) => visit(node))
  const depthOf = (item: Item) => Math.max(0, Math.min(2, item.node.column - 2))
  return inOrder.map((item) => ({ ...item, depth: item.node.state === 'refused' ? 1 : depthOf(item) }))
}

const INDENT = ['', 'pl-5.5', 'pl-11']

function Row({ item }: { item: Item }) {
  const { node, depth, breadth } = item
  const line = node.phoneLine ?? node.lines?.join(', ')
  const tone =
    node.state === 'late' ? 'font-medium text-high-fg' : node.state === 'refused' ? 'text-danger-fg' : 'text-fg-3'
  return (
    <li
      className={classList(
        'relative grid grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-x-2 py-1.25',
        INDENT[depth],
      )}
    >
      {depth > 0 ? (
        <i
          aria-hidden="true"
          className="absolute top-0 h-3.75 w-2.5 border-b border-l border-line-strong"
          style={{ left: 7 + (depth - 1) * 22 }}
        />
      ) : null}
      <KindIcon kind={node.kind} />
      <span className="truncate font-medium">{node.href ? <Link href={node.href}>{node.name}</Link> : node.name}</span>
      <span className="tabular-nums">{breadth === null ? 'unknown' : breadth}</span>
      {line ? <span className={classList('col-span-2 col-start-2 text-12', tone)}>{line}</span> : null}
    </li>
  )
}

/** The chain as an indented list: what the phone shows, and what is read out. */
export function ChainList({ chain }: { chain: Chain }) {
  return (
    <ol className="mt-2">
      {itemsOf(chain).map((item) => (
        <Row key={item.node.id} item={item} />
      ))}
    </ol>
  )
}
