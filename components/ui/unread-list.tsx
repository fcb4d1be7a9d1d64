'use client'
import { Button } from './button'
import { ErrorStrip } from './error-strip'

/** What Next hands to an error boundary. */
export type BoundaryProps = { error: Error & { digest?: string }; reset: () => void }

/** A list that could not be read, in the place of the list. The digest finds the cause in the log. */
export function UnreadList({ title, error, reset }: BoundaryProps & { title: string }) {
  return (
    <div className="page-inset pt-4">
      <h1 className="mb-3 text-14 max-md:text-16">{title}</h1>
      <ErrorStrip
        title={`The ${title.toLowerCase()} could not be read.`}
        code={error.digest}
        action={
          <Button size="sm" onClick={reset}>
            Retry
          </Button>
        }
      >
        Nothing was changed.
      </ErrorStrip>
    </div>
  )
}
