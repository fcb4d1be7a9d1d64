import { Checkbox } from '../checkbox'
import { classList } from '../class-list'
import type { Column } from './column'
import { type Sort, SortLink } from './sort-link'

const HEAD =
  'sticky top-12 z-3 h-8 border-b border-line-strong bg-surface px-2 text-12 whitespace-nowrap last:pr-4 first:pl-4 md:top-11 md:first:pl-6 md:last:pr-6'

/** Classes a column's head and cells share: side, phone, space. */
export function columnClass<Row>(column: Column<Row>, columns: Column<Row>[]) {
  return classList(
    column.align === 'right' ? 'text-right tabular-nums' : 'text-left',
    !column.onPhone && 'max-md:hidden',
    columns.findLast((each) => each.onPhone) === column && 'max-md:pr-4',
    column.apart && 'md:pl-5',
  )
}

function sortOf<Row>(column: Column<Row>, sort?: Sort) {
  if (!column.sortKey || sort?.key !== column.sortKey) return undefined
  return sort.descending ? 'descending' : 'ascending'
}

/** Column widths and the head: select, then a link per sortable column. */
export function DataHead<Row>(props: {
  columns: Column<Row>[]
  sort?: Sort
  selection?: { some: boolean; all: boolean }
  onSelectAll: () => void
}) {
  const { columns, sort, selection, onSelectAll } = props
  return (
    <>
      <colgroup>
        {selection ? <col className="w-10.5 md:w-11.5" /> : null}
        {columns.map((column) => (
          <col
            key={column.id}
            className={column.onPhone ? undefined : 'max-md:hidden'}
            style={{ width: column.width }}
          />
        ))}
      </colgroup>
      <thead>
        <tr>
          {selection ? (
            <th scope="col" className={classList(HEAD, 'max-md:w-10.5 max-md:pr-0')}>
              <Checkbox
                checked={selection.all}
                partly={selection.some && !selection.all}
                onChange={onSelectAll}
                aria-label={selection.some ? 'Clear the selection' : 'Select all rows of this page'}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              aria-sort={sortOf(column, sort)}
              className={classList(
                HEAD,
                columnClass(column, columns),
                sortOf(column, sort) ? 'font-medium text-fg' : 'font-normal text-fg-3',
              )}
            >
              {column.sortKey ? (
                <SortLink sortKey={column.sortKey} sort={sort} descendingFirst={column.descendingFirst}>
                  {column.label}
                </SortLink>
              ) : (
                column.label
              )}
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}
