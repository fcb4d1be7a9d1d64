import type { ReactNode } from 'react'
import { Button } from '../button'
import { Checkbox } from '../checkbox'
import { Kbd } from '../kbd'

/** Above the head while something is selected (on the phone at the foot): how many, and what can be done with them. */
export function BulkBar(props: {
  selected: number
  of: number
  onAll: () => void
  onClear: () => void
  children: ReactNode
}) {
  const { selected, of, onAll, onClear, children } = props
  if (!children) return null
  return (
    <div
      role="toolbar"
      aria-label="Actions on the selection"
      className="page-inset flex h-10 items-center gap-2 border-y border-accent-line bg-accent-tint max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-4 max-md:h-15"
    >
      <span className="mr-2 max-md:hidden">
        <Checkbox
          checked={selected === of}
          partly={selected < of}
          onChange={selected === of ? onClear : onAll}
          aria-label={`${selected} of ${of} selected`}
        />
      </span>
      <b className="whitespace-nowrap" aria-live="polite">
        {selected} selected
      </b>
      <span className="text-12 whitespace-nowrap text-fg-3 max-md:hidden">
        <Kbd>⇧</Kbd> <Kbd>↓</Kbd> to extend
      </span>
      <span className="ml-auto flex gap-1.5 overflow-x-auto py-1 no-scrollbar max-md:[&_button]:h-10 max-md:[&_svg]:hidden">
        {children}
        <Button variant="bare" onClick={onClear} className="max-md:hidden">
          Clear <Kbd>esc</Kbd>
        </Button>
      </span>
    </div>
  )
}
