'use client'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'

/** The list could not be read. */
export default function SystemsError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="page-inset pt-4">
      <h1 className="mb-3 text-14 max-md:text-16">Systems</h1>
      <ErrorStrip
        title="The systems could not be read."
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
