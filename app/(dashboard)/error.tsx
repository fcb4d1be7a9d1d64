'use client'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'

/** A page of a section that could not be shown; the frame stays. The digest finds the cause in the log. */
export default function SectionError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
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
