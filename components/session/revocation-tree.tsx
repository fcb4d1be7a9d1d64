import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { Tree, TreeHead, type TreeNode } from '@/components/ui/tree'
import { Who } from '@/components/ui/who'
import type { PreviewNode } from '@/lib/domain/revocation-preview'
import { plural } from '@/lib/format'
import { Until } from './until'

type Clock = { now: Date }
const MOST_ROOTS = 6
const MOST_CHILDREN = 3

function Ends({ node, now }: { node: PreviewNode } & Clock) {
  if (node.effect === null) return <span className="text-fg-2">kept, own grant</span>
  if (node.effect === 'ends-now') return <>now</>
  const by = node.expiresAt ? (
    <>
      by <Until at={node.expiresAt} now={now} />
    </>
  ) : node.expiryKnown ? (
    'no end of its own'
  ) : (
    'end unknown'
  )
  return <span className="text-high-fg">{node.effect === 'ends-when-confirmed' ? 'when confirmed' : by}</span>
}

const size = (nodes: readonly PreviewNode[]): number => nodes.reduce((sum, node) => sum + 1 + size(node.children), 0)

function toTree(nodes: readonly PreviewNode[], most: number, clock: Clock, isRoot = true): TreeNode[] {
  const lines = nodes.slice(0, most).map((node): TreeNode => {
    const shown = toTree(node.children, isRoot ? MOST_CHILDREN : 0, clock, false)
    const below = isRoot ? 0 : size(node.children)
    return {
      id: node.id,
      label: (
        <Who
          kind={node.actor.kind}
          name={node.actor.name}
          for={isRoot ? node.principal.name : undefined}
          strong={isRoot}
        />
      ),
      note:
        node.otherGrants[0] && node.effect !== null ? (
          <Tag>also under {node.otherGrants[0].name}</Tag>
        ) : below > 0 ? (
          plural(below, 'child', 'children')
        ) : undefined,
      cells: [
        <RelativeTime key="used" at={node.lastUsedAt} now={clock.now} className="text-fg-2" />,
        <Ends key="ends" node={node} {...clock} />,
      ],
      children: isRoot ? shown : undefined,
    }
  })
  const rest = size(nodes.slice(most))
  if (rest === 0 || most === 0) return lines
  return [...lines, { id: 'rest', label: <span className="text-fg-2">{plural(rest, 'more session')}</span> }]
}

/** What falls, last used first, with its children: the first few of them, and how many more. */
export function RevocationTree({ nodes, now }: { nodes: PreviewNode[] } & Clock) {
  const head = <TreeHead name="Session, last used first" cells={['Last used', 'Ends']} />
  return <Tree label="What falls" head={head} nodes={toTree(nodes, MOST_ROOTS, { now })} />
}
