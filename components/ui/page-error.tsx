'use client'
import { type BoundaryProps, RetryStrip } from './retry-strip'

/** A page, or one of a section whose frame stays, that could not be shown. */
export function PageError(boundary: BoundaryProps) {
  return (
    <div className="page-inset py-8">
      <h1 className="mb-3 text-16">This page could not be shown</h1>
      <RetryStrip title="Something went wrong on our side." {...boundary} />
    </div>
  )
}
