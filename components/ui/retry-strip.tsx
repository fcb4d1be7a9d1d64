'use client'
import { Button } from './button'
import { ErrorStrip } from './error-strip'

/** What Next hands to an error boundary. */
export type BoundaryProps = { error: Error & { digest?: string }; reset: () => void }

/** Says what could not be read and offers to try again. The digest finds the cause in the log; the cause itself stays there. */
export function RetryStrip({ title, error, reset }: BoundaryProps & { title: string }) {
  return (
    <ErrorStrip
      title={title}
      code={error.digest}
      action={
        <Button size="sm" onClick={reset}>
          Retry
        </Button>
      }
    >
      Nothing was changed.
    </ErrorStrip>
  )
}
