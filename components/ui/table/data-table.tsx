'use client'
import {
  columnVisibilityFeature,
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { BulkBar } from './bulk-bar'
import { type Column, visibleColumns } from './column'
import { DataHead } from './data-head'
import { DataRow } from './data-row'
import type { Sort } from './sort-link'
import { useRowKeys } from './use-row-keys'

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature })

export type DataTableProps<Row> = {
  /** What the table lists, said to those who hear it: `Delegated sessions`. */
  label: string
  columns: Column<Row>[]
  /** One page of rows, already filtered, ordered and paged by the server. The table changes none of that. */
  rows: Row[]
  rowId: (row: Row) => string
  /** The row in words, for its checkbox and its actions: `report-builder for Finance controller`. */
  rowLabel: (row: Row) => string
  /** The row's page. The whole row follows it. */
  rowHref?: (row: Row) => string
  sort?: Sort
  /** Buttons of the bar that appears over a selection. Give none, and rows cannot be selected. */
  bulkActions?: (rows: Row[], clear: () => void) => ReactNode
  /** Buttons over the last columns, on hover and focus. */
  rowActions?: (row: Row) => ReactNode
  /** What stands here when there is no row: an `EmptyState` with `inset`. */
  empty?: ReactNode
  /** Row height: 33 in lists, 29 for facts, 41 for two lines. On the phone 60. */
  rowHeight?: 29 | 33 | 41
}

/** The list: sticky head, links for order, selection by mouse and keys, two lines a row on the phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, rowLabel, bulkActions, rowHeight = 33 } = props
  const [chosen] = useQueryState('cols', parseAsArrayOf(parseAsString))
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({})
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map(({ id, label, cell }) =>
      helper.display({ id, header: label, cell: ({ row }) => cell(row.original) }),
    )
  }, [columns])
  const shown = visibleColumns(columns, chosen)
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: {
      rowSelection,
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, shown.includes(column)])),
    },
    onRowSelectionChange: setRowSelection,
  })
  const anchor = useRef(0)
  const list = table.getRowModel().rows
  const selected = list.filter((row) => rowSelection[row.id])
  const clear = () => setRowSelection({})
  const all = () => setRowSelection(Object.fromEntries(list.map((row) => [row.id, true])))
  const extend = (from: number, to: number) => {
    const range = list.slice(Math.min(from, to), Math.max(from, to) + 1)
    setRowSelection((old) => ({ ...old, ...Object.fromEntries(range.map((row) => [row.id, true])) }))
  }
  const toggle = (index: number, range = false) => {
    if (range) extend(anchor.current, index)
    else list[index]?.toggleSelected()
    anchor.current = index
  }
  const selectable = bulkActions !== undefined
  const onKeyDown = useRowKeys({
    count: list.length,
    toggle: (index) => selectable && toggle(index),
    extend: (from, to) => selectable && extend(from, to),
    clear,
  })
  return (
    <>
      {bulkActions && selected.length > 0 ? (
        <BulkBar selected={selected.length} of={list.length} onAll={all} onClear={clear}>
          {bulkActions(
            selected.map((row) => row.original),
            clear,
          )}
        </BulkBar>
      ) : null}
      <table
        aria-label={props.label}
        onKeyDown={onKeyDown}
        className="w-full border-separate border-spacing-0 md:table-fixed"
      >
        <DataHead
          columns={shown}
          sort={props.sort}
          selection={
            selectable
              ? { some: selected.length > 0, all: selected.length === list.length && list.length > 0 }
              : undefined
          }
          onSelectAll={() => (selected.length > 0 ? clear() : all())}
        />
        <tbody>
          {list.map((row, index) => (
            <DataRow
              key={row.id}
              index={index}
              height={rowHeight}
              columns={shown}
              row={row.original}
              cells={Object.fromEntries(
                row.getVisibleCells().map((cell) => [cell.column.id, <table.FlexRender key={cell.id} cell={cell} />]),
              )}
              label={rowLabel(row.original)}
              href={props.rowHref?.(row.original)}
              selected={selectable ? row.getIsSelected() : undefined}
              onToggle={(range) => toggle(index, range)}
              actions={props.rowActions?.(row.original)}
            />
          ))}
        </tbody>
      </table>
      {list.length === 0 ? props.empty : null}
    </>
  )
}
