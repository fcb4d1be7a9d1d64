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

function SelectAll({ some, all, onSelectAll }: { some: boolean; all: boolean; onSelectAll: () => void }) {
  return (
    <th scope="col" className={classList(HEAD, 'max-md:w-10.5 max-md:pr-0')}>
      <Checkbox
        checked={all}
        partly={some && !all}
        onChange={onSelectAll}
        aria-label={some ? 'Clear the selection' : 'Select all rows of this page'}
      />
    </th>
  )
}

function HeadCell<Row>({ column, columns, sort }: { column: Column<Row>; columns: Column<Row>[]; sort?: Sort }) {
  const sorted = sortOf(column, sort)
  const look = classList(HEAD, columnClass(column, columns), sorted ? 'font-medium text-fg' : 'font-normal text-fg-3')
  return (
    <th scope="col" aria-sort={sorted} className={look}>
      {column.sortKey ? (
        <SortLink sortKey={column.sortKey} sort={sort} descendingFirst={column.descendingFirst}>
          {column.label}
        </SortLink>
      ) : (
        column.label
      )}
    </th>
  )
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
        {columns.map(({ id, onPhone, width }) => (
          <col key={id} className={onPhone ? undefined : 'max-md:hidden'} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {selection ? <SelectAll {...selection} onSelectAll={onSelectAll} /> : null}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} columns={columns} sort={sort} />
          ))}
        </tr>
      </thead>
    </>
  )
}
