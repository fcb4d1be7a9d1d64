'use client'
import { Download, ListFilter } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, buttonClass } from '../button'
import { classList } from '../class-list'
import { DropdownMenu, MenuItem } from '../dropdown-menu'
import { Popover } from '../popover'
import type { Column } from '../table/column'
import { ColumnsMenu } from './columns-menu'
import type { FilterField } from './field'
import { FilterChip } from './filter-chip'
import { FilterEditor } from './filter-editor'
import { FindInList } from './find-in-list'
import { SavedViews } from './saved-views'
import { useFilters } from './use-filters'

type Filters = ReturnType<typeof useFilters>

/** Chips of the filters that hold, then the one being added or the menu that adds one. */
function Chips({ fields, filters }: { fields: FilterField[]; filters: Filters }) {
  const { values, set, held } = filters
  const [open, setOpen] = useState<string | null>(null)
  const added = fields.find((field) => field.key === open && !held.includes(field))
  const editor = (field: FilterField) => (
    <FilterEditor
      field={field}
      value={values[field.key] ?? ''}
      onChange={(value) => set(field.key, value)}
      onDone={() => setOpen(null)}
    />
  )
  return (
    <>
      {held.map((field) => (
        <FilterChip
          key={field.key}
          field={field}
          value={values[field.key] ?? ''}
          onRemove={() => set(field.key, null)}
          open={open === field.key}
          onOpenChange={(on) => setOpen(on ? field.key : null)}
          editor={editor(field)}
        />
      ))}
      {added ? (
        <NewFilter field={added} onClose={() => setOpen(null)} editor={editor(added)} />
      ) : (
        <AddFilter fields={fields.filter((field) => !held.includes(field))} onAdd={setOpen} />
      )}
    </>
  )
}

function NewFilter({ field, onClose, editor }: { field: FilterField; onClose: () => void; editor: ReactNode }) {
  const trigger = <Button icon={<ListFilter aria-hidden="true" />}>{field.label}</Button>
  return (
    <Popover label={`Filter by ${field.label}`} open onOpenChange={(on) => on || onClose()} trigger={trigger}>
      {editor}
    </Popover>
  )
}

function CsvLink({ href }: { href: string }) {
  return (
    <a href={href} download className={buttonClass({ variant: 'bare', className: 'max-md:hidden' })}>
      <Download aria-hidden="true" />
      CSV
    </a>
  )
}

/** On the phone only what leaves room for finding: the foot of the list says it too. */
function Count({ children }: { children: string }) {
  const isLong = children.length > 14
  return (
    <span className={classList('mr-1 text-12 whitespace-nowrap text-fg-3 tabular-nums', isLong && 'max-md:hidden')}>
      {children}
    </span>
  )
}

/**
 * The line above a list: filters as chips, a menu to add one, find, the count (`24 of 79 rows`), columns and CSV. All
 * of it lives in the URL, under the fields' keys and `q`, `cols`; the server reads it from there.
 */
export function FilterBar<Row>(props: {
  fields: FilterField[]
  columns?: Column<Row>[]
  /** `24 of 79 rows`, and what is hidden by the reader's role. */
  count?: string
  /** Where the same rows are as CSV. */
  csvHref?: string
  find?: boolean
}) {
  const { fields, columns, count, csvHref, find = true } = props
  const filters = useFilters(fields)
  return (
    <div className="page-inset flex h-11 items-center gap-1.5 overflow-x-auto no-scrollbar">
      <Chips fields={fields} filters={filters} />
      <span className="ml-auto flex items-center gap-1">
        {count ? <Count>{count}</Count> : null}
        {find ? <FindInList value={filters.values.q ?? ''} onChange={(value) => filters.set('q', value)} /> : null}
        <SavedViews />
        {columns ? <ColumnsMenu columns={columns} /> : null}
        {csvHref ? <CsvLink href={csvHref} /> : null}
      </span>
    </div>
  )
}

function AddFilter({ fields, onAdd }: { fields: FilterField[]; onAdd: (key: string) => void }) {
  if (fields.length === 0) return null
  const trigger = (
    <Button variant="bare" className="first:-ml-2.5" icon={<ListFilter aria-hidden="true" />}>
      Filter
    </Button>
  )
  return (
    <DropdownMenu trigger={trigger} align="start">
      {fields.map((field) => (
        // The menu gives focus back to its trigger as it closes; the editor opens after that, or it would close at once.
        <MenuItem key={field.key} onSelect={() => setTimeout(() => onAdd(field.key))}>
          {field.label}
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}
