'use client'
import { Columns3 } from 'lucide-react'
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'
import { Button } from '../button'
import { DropdownMenu, MenuCheck } from '../dropdown-menu'
import { type Column, visibleColumns } from '../table/column'

/** Which columns show, kept in the URL (`cols`) so that a link shows the same list. The first column always stays. */
export function ColumnsMenu<Row>({ columns }: { columns: Column<Row>[] }) {
  const [chosen, setChosen] = useQueryState('cols', parseAsArrayOf(parseAsString))
  const shown = visibleColumns(columns, chosen).map((column) => column.id)
  const change = (id: string, on: boolean) => {
    const next = columns.map((column) => column.id).filter((each) => (each === id ? on : shown.includes(each)))
    const declared = visibleColumns(columns, null).map((column) => column.id)
    void setChosen(next.join() === declared.join() ? null : next)
  }
  const trigger = (
    <Button variant="bare" icon={<Columns3 aria-hidden="true" />} className="max-md:hidden">
      Columns
    </Button>
  )
  return (
    <DropdownMenu trigger={trigger}>
      {columns.slice(1).map((column) => (
        <MenuCheck key={column.id} checked={shown.includes(column.id)} onChange={(on) => change(column.id, on)}>
          {column.label}
        </MenuCheck>
      ))}
    </DropdownMenu>
  )
}
