import type { ReactNode } from 'react'

/**
 * A column of a `DataTable`. Columns hold functions, so they are declared in a client component, beside the page that
 * shows them. The order is the order of the table: most decisive left.
 */
export type Column<Row> = {
  id: string
  label: string
  cell: (row: Row) => ReactNode
  /** Pixels from 761 px on; columns without one share what is left. */
  width?: number
  /** Numbers and times stand right. */
  align?: 'right'
  /** The value of the `sort` parameter that orders by this column. Without one the head is plain words. */
  sortKey?: string
  /** The first click sorts from the largest. Names start from A. */
  descendingFirst?: boolean
  /** Stays on the phone; two such columns fit. */
  onPhone?: boolean
  /** The second line under this cell on the phone: what the columns left out there would have said. */
  phoneNote?: (row: Row) => ReactNode
  /** Not shown until chosen. */
  optional?: boolean
  /** Wider space at the left, after a column of numbers. */
  apart?: boolean
}

/** Which columns the URL's `cols` asks for; the declared ones when it says nothing. The first column always stays. */
export function visibleColumns<Row>(columns: Column<Row>[], chosen: string[] | null) {
  return columns.filter((column, index) => index === 0 || (chosen ? chosen.includes(column.id) : !column.optional))
}

const SELECT_WIDTH = 46
const UNSET_WIDTH = 150

/** Pixels under which a table with more columns than usual would cut some off; it then scrolls sideways. 0 as declared. */
export function leastWidth<Row>(columns: Column<Row>[], shown: Column<Row>[]): number {
  if (shown.length <= columns.filter((column) => !column.optional).length) return 0
  return shown.reduce((sum, column) => sum + (column.width ?? UNSET_WIDTH), SELECT_WIDTH)
}
