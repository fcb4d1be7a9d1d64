import type { ReactNode } from 'react'

/** Who answers for the row, or the hollow red square and the words. */
export function OwnerCell({ owner }: { owner: ReactNode | null }) {
  if (owner) return <>{owner}</>
  return (
    <span className="inline-flex items-center gap-1.25 text-fg-2">
      <i aria-hidden="true" className="size-2 rounded-[1px] border-[1.5px] border-danger" />
      No owner
    </span>
  )
}
