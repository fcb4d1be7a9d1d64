'use client'
import { type CSSProperties, type ReactNode, useSyncExternalStore } from 'react'
import { BulkBar } from './bulk-bar'
import { type Column, leastWidth } from './column'
import { DataHead } from './data-head'
import { DataRow } from './data-row'
import type { Sort } from './sort-link'
import { type RowTable, type TableRow, useDataTable } from './use-data-table'
import { useRowKeys } from './use-row-keys'

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

const noChange = () => () => undefined

/** False in the page as it is sent: what answers to nothing before the script runs, and is seen on hover only, need not be in it. */
function useIsAwake(): boolean {
  return useSyncExternalStore(
    noChange,
    () => true,
    () => false,
  )
}

/** The list: sticky head, links for order, selection by mouse and keys, two lines a row on the phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, bulkActions, empty, sort } = props
  const { table, shown, list, selected, choose } = useDataTable(props)
  const onKeyDown = useRowKeys(list.length, bulkActions ? choose : { clear: choose.clear })
  const [isAwake, some] = [useIsAwake(), selected.length > 0]
  return (
    <>
      <BulkBar selected={selected.length} of={list.length} onAll={choose.all} onClear={choose.clear}>
        {some ? bulkActions?.(selected, choose.clear) : null}
      </BulkBar>
      <table
        aria-label={label}
        onKeyDown={onKeyDown}
        style={{ '--least': `${leastWidth(props.columns, shown)}px` } as CSSProperties}
        className="w-full border-separate border-spacing-0 md:table-fixed md:min-w-(--least)"
      >
        <DataHead
          columns={shown}
          sort={sort}
          selection={bulkActions ? { some, all: some && selected.length === list.length } : undefined}
          onSelectAll={some ? choose.clear : choose.all}
        />
        <tbody>
          {list.map((row, index) => (
            <DataRow
              key={row.id}
              {...rowProps(props, row.original, isAwake)}
              index={index}
              columns={shown}
              cells={cellsOf(table, row)}
              selected={bulkActions ? row.getIsSelected() : undefined}
              onToggle={(range) => choose.toggle(index, range)}
            />
          ))}
        </tbody>
      </table>
      {list.length === 0 ? empty : null}
    </>
  )
}

function rowProps<Row>(props: DataTableProps<Row>, row: Row, isAwake: boolean) {
  const { rowHeight = 33, rowLabel, rowHref, rowActions } = props
  const actions = isAwake ? rowActions?.(row) : undefined
  return { row, height: rowHeight, label: rowLabel(row), href: rowHref?.(row), actions }
}

function cellsOf<Row extends object>(table: RowTable<Row>, row: TableRow<Row>) {
  return Object.fromEntries(
    row.getVisibleCells().map((cell) => [cell.column.id, <table.FlexRender key={cell.id} cell={cell} />]),
  )
}
