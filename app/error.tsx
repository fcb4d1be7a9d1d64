'use client'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'

/** A page that could not be shown. The digest finds the cause in the log; the cause itself stays there. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="page-inset py-8">
      <h1 className="mb-3 text-16">This page could not be shown</h1>
      <ErrorStrip
        title="Something went wrong on our side."
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
