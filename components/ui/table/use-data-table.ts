'use client'
import {
  type Row as CoreRow,
  columnVisibilityFeature,
  createColumnHelper,
  type ReactTable,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { type Column, visibleColumns } from './column'
import { useSelection } from './use-selection'

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature })

export type RowTable<Row extends object> = ReactTable<typeof features, Row>
export type TableRow<Row extends object> = CoreRow<typeof features, Row>

/** The columns as the table library wants them: what a cell shows comes from our own declaration. */
function useDefinitions<Row extends object>(columns: Column<Row>[]) {
  return useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map(({ id, label, cell }) =>
      helper.display({ id, header: label, cell: ({ row }) => cell(row.original) }),
    )
  }, [columns])
}

/** The state of a list: which columns show (from the URL), which rows are selected. Order and paging are the server's. */
export function useDataTable<Row extends object>(props: {
  columns: Column<Row>[]
  rows: Row[]
  rowId: (row: Row) => string
}) {
  const { columns, rows, rowId } = props
  const [chosen] = useQueryState('cols', parseAsArrayOf(parseAsString))
  const { selection, setSelection, over } = useSelection()
  const shown = visibleColumns(columns, chosen)
  const table = useTable({
    features,
    columns: useDefinitions(columns),
    data: rows,
    getRowId: rowId,
    state: {
      rowSelection: selection,
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, shown.includes(column)])),
    },
    onRowSelectionChange: setSelection,
  })
  const list = table.getRowModel().rows
  const selected = list.filter((row) => selection[row.id]).map((row) => row.original)
  return { table, shown, list, selected, choose: over(list) }
}
