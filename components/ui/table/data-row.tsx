import type { MouseEvent, ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { Checkbox } from '../checkbox'
import { classList } from '../class-list'
import type { Column } from './column'
import { columnClass } from './data-head'

const LINK = 'block truncate after:absolute after:inset-0 hover:text-inherit'
const HEIGHT = { 29: 'md:h-7.25', 33: 'md:h-8.25', 41: 'md:h-10.25' }

type Props<Row> = {
  index: number
  height: 29 | 33 | 41
  columns: Column<Row>[]
  row: Row
  cells: Record<string, ReactNode>
  label: string
  href?: string
  selected?: boolean
  onToggle: (range: boolean) => void
  actions?: ReactNode
}

function Selector({
  selected,
  label,
  onToggle,
}: {
  selected: boolean
  label: string
  onToggle: (range: boolean) => void
}) {
  return (
    <Checkbox
      className="z-2"
      checked={selected}
      onChange={() => undefined}
      onClick={(event: MouseEvent) => onToggle(event.shiftKey)}
      aria-label={`Select ${label}`}
    />
  )
}

function RowActions({ children }: { children: ReactNode }) {
  return (
    <span className="absolute inset-y-0.5 right-6 z-2 flex items-center justify-end gap-1 bg-surface-hover pl-4 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 max-md:hidden">
      {children}
    </span>
  )
}

/** One row: the whole of it follows its link, its actions lie over the last columns on hover and focus. */
export function DataRow<Row>(props: Props<Row>) {
  const { index, height, columns, row, cells, label, href, selected, onToggle, actions } = props
  const cell = classList('row-cell', HEIGHT[height], selected ? 'bg-selection' : 'row-cell-at-rest')
  return (
    <tr data-index={index} className="group/row relative">
      {selected === undefined ? null : (
        <td
          className={classList(
            cell,
            'overflow-visible max-md:pr-0',
            selected && 'shadow-[inset_2px_0_0_var(--accent)]',
          )}
        >
          <Selector selected={selected} label={label} onToggle={onToggle} />
        </td>
      )}
      {columns.map((column, position) => (
        <td
          key={column.id}
          className={classList(cell, columnClass(column, columns), position === 0 && 'max-md:w-full max-md:max-w-0')}
        >
          {position === 0 && href ? (
            <Link data-row-link href={href} className={LINK}>
              {cells[column.id]}
            </Link>
          ) : (
            cells[column.id]
          )}
          {column.phoneNote ? (
            <span className="mt-0.5 block truncate text-12 text-fg-3 md:hidden">{column.phoneNote(row)}</span>
          ) : null}
          {position === columns.length - 1 && actions ? <RowActions>{actions}</RowActions> : null}
        </td>
      ))}
    </tr>
  )
}
