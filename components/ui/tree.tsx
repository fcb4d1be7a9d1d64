import type { ReactNode } from 'react'
import { classList } from './class-list'

/** A thing and what hangs from it: what falls with it, or what it also gets. `cells` stand right, in fixed columns. */
export type TreeNode = { id: string; label: ReactNode; note?: ReactNode; cells?: ReactNode[]; children?: TreeNode[] }

const CELL_WIDTHS = ['w-23 max-md:hidden', 'md:w-32']

/** The heads of a tree's columns. */
export function TreeHead({ name, cells }: { name: ReactNode; cells: ReactNode[] }) {
  return (
    <div className="flex min-h-6.5 items-center gap-2 border-b border-line-strong text-12 text-fg-3">
      <span className="flex-1">{name}</span>
      <Cells cells={cells} />
    </div>
  )
}

function Cells({ cells }: { cells: ReactNode[] }) {
  const widths = CELL_WIDTHS.slice(-cells.length)
  return cells.map((cell, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: cells have fixed places
    <span key={index} className={classList('shrink-0 text-right whitespace-nowrap tabular-nums', widths[index])}>
      {cell}
    </span>
  ))
}

function Row({ node, depth, last }: { node: TreeNode; depth: number; last: boolean }) {
  const children = node.children ?? []
  return (
    <li className="relative">
      {depth > 0 ? (
        <span aria-hidden="true">
          <i
            className={classList('absolute top-0 border-l border-line-strong', last ? 'h-3.25' : 'bottom-0')}
            style={{ left: depth * 26 - 19 }}
          />
          <i className="absolute top-3.25 w-3 border-t border-line-strong" style={{ left: depth * 26 - 19 }} />
        </span>
      ) : null}
      <div className="flex min-h-6.5 items-center gap-2 max-md:min-h-8" style={{ paddingLeft: depth * 26 }}>
        <span className="flex min-w-0 flex-1 items-center gap-2">
          {node.label}
          {node.note ? <span className="text-12 whitespace-nowrap text-fg-3">{node.note}</span> : null}
        </span>
        <Cells cells={node.cells ?? []} />
      </div>
      {children.length > 0 ? <Rows nodes={children} depth={depth + 1} /> : null}
    </li>
  )
}

function Rows({ nodes, depth, label }: { nodes: TreeNode[]; depth: number; label?: string }) {
  return (
    <ul aria-label={label}>
      {nodes.map((node, index) => (
        <Row key={node.id} node={node} depth={depth} last={index === nodes.length - 1} />
      ))}
    </ul>
  )
}

/** A cascade as nested lists, joined by hairlines. `head` is a `TreeHead`. */
export function Tree({ label, nodes, head }: { label: string; nodes: TreeNode[]; head?: ReactNode }) {
  return (
    <div>
      {head}
      <Rows nodes={nodes} depth={0} label={label} />
    </div>
  )
}
