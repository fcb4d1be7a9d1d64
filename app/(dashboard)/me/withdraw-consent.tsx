'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import { plural } from '@/lib/format'
import { withdrawMyConsent } from './actions'

type Props = { consentId: string; actor: string; grant: string }

function ConsentDialog({ consentId, actor, grant, onClose }: Props & { onClose: () => void }) {
  const [reason, setReason] = useState('I no longer want this done in my name.')
  const { problem, isBusy, ask } = useAnswer()
  const submit = async () => {
    const done = await ask(withdrawMyConsent({ consentId, reason }))
    if (!done) return
    toast(`${actor} no longer acts for you; ended ${plural(done.ended + done.revoking, 'session')}`)
    onClose()
  }
  return (
    <FormDialog
      title="Take back consent"
      description={`${actor} acts for you under ${grant}.`}
      verb="Take it back"
      ends
      isBusy={isBusy}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Reason">
        <Textarea data-autofocus value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="mt-3">
        <PreciseList
          facts={[
            'The grant ends for ever, whoever else agreed to it.',
            'Every live session under it ends, with a receipt.',
            'To be acted for again, you are asked again.',
          ]}
        />
      </div>
    </FormDialog>
  )
}

/** Takes consent back, which ends what rests on it. */
export function WithdrawConsent(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="ends" size="sm" onClick={() => setOpen(true)}>
        Take back
      </Button>
      {isOpen ? <ConsentDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
