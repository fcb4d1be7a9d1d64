'use client'
import { type BoundaryProps, RetryStrip } from './retry-strip'

/** A list that could not be read, in the place of the list. */
export function UnreadList({ title, ...boundary }: BoundaryProps & { title: string }) {
  return (
    <div className="page-inset pt-4">
      <h1 className="mb-3 text-14 max-md:text-16">{title}</h1>
      <RetryStrip title={`The ${title.toLowerCase()} could not be read.`} {...boundary} />
    </div>
  )
}
