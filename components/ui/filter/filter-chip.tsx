'use client'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Popover } from '../popover'
import { describeValue, type FilterField, OPERATORS } from './field'

/** A filter that holds: `field operator value ×`. A click on the words changes it, the cross takes it away. */
export function FilterChip(props: {
  field: FilterField
  value: string
  onRemove: () => void
  open: boolean
  onOpenChange: (open: boolean) => void
  editor: ReactNode
}) {
  const { field, value, onRemove, open, onOpenChange, editor } = props
  const words = (
    <button type="button" className="flex h-full items-center gap-1 rounded-l-md pr-1 pl-2 hover:bg-surface-hover">
      <span className="text-fg-3">{field.label}</span>
      <span className="text-fg-3">{OPERATORS[field.kind]}</span>
      <b className="max-w-60 truncate">{describeValue(field, value)}</b>
    </button>
  )
  return (
    <span className="inline-flex h-6.5 shrink-0 items-center rounded-md border border-line-strong text-12 whitespace-nowrap max-md:h-8">
      <Popover label={`Filter by ${field.label}`} trigger={words} open={open} onOpenChange={onOpenChange}>
        {editor}
      </Popover>
      <button
        type="button"
        aria-label={`Remove filter ${field.label}`}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-r-md text-fg-3 hover:text-fg max-md:size-8"
      >
        <X aria-hidden="true" strokeWidth={1.75} className="size-3" />
      </button>
    </span>
  )
}
