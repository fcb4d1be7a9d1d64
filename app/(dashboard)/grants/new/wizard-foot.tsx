import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import type { RequestForm } from '@/lib/domain/request-form'
import type { RequestPreview } from '@/lib/domain/request-preview'
import type { useDeeds } from './use-deeds'

const VERBS = {
  new: 'Send the request',
  renew: 'Ask to renew it',
  extend: 'Ask to extend it',
  widen: 'Ask to widen it',
  narrow: 'Narrow it now',
} as const

type Props = { form: RequestForm; preview: RequestPreview | null; deeds: ReturnType<typeof useDeeds> }

function leftToSay(preview: RequestPreview | null): string | null {
  const missing = preview?.missing ?? []
  return missing.length === 0 ? null : `Still to say: ${missing.join(', ')}.`
}

/** The verbs at the foot, and what is left to say before it can be sent. */
export function WizardFoot({ form, preview, deeds }: Props) {
  const left = leftToSay(preview)
  const isNew = form.change === 'new' || form.change === 'renew'
  return (
    <footer className="page-inset sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-t border-line bg-surface py-3">
      {deeds.problem ? (
        <div className="basis-full">
          <ErrorStrip title={deeds.problem.message} code={deeds.problem.code} />
        </div>
      ) : null}
      {isNew ? (
        <>
          <Button size="lg" disabled={deeds.isBusy} onClick={deeds.save}>
            {deeds.draftId ? 'Save the draft' : 'Save as a draft'}
          </Button>
          {deeds.draftId ? (
            <Button size="lg" variant="bare" disabled={deeds.isBusy} onClick={deeds.discard}>
              Discard
            </Button>
          ) : null}
        </>
      ) : null}
      <span className="min-w-0 flex-1 text-right text-12 text-fg-3 max-md:basis-full max-md:text-left">{left}</span>
      <Button size="lg" variant="ink" disabled={deeds.isBusy || left !== null} onClick={deeds.send}>
        {VERBS[form.change]}
      </Button>
    </footer>
  )
}
