import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { ButtonLink } from './button'

/** Keyset paging: links to the rows before and after these. A link that leads nowhere is left out. */
export function Pagination(props: {
  previous?: string | null
  next?: string | null
  children?: ReactNode
  label?: string
}) {
  const { previous, next, children, label = 'Pages' } = props
  if (!previous && !next && !children) return null
  return (
    <nav aria-label={label} className="page-inset flex items-center gap-2 pt-2.5 pb-6 text-12 text-fg-3 max-md:pb-20">
      <span className="tabular-nums">{children}</span>
      <span className="ml-auto flex gap-2">
        {previous ? (
          <ButtonLink href={previous} rel="prev" icon={<ChevronLeft aria-hidden="true" />}>
            Previous
          </ButtonLink>
        ) : null}
        {next ? (
          <ButtonLink href={next} rel="next">
            Next
            <ChevronRight aria-hidden="true" />
          </ButtonLink>
        ) : null}
      </span>
    </nav>
  )
}
