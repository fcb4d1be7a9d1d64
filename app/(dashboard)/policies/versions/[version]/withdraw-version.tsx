'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import { withdrawThePolicy } from '../../actions'

/** The button and dialog by which whoever proposed a version takes it back. */
export function WithdrawVersion({ policyId, version }: { policyId: string; version: number }) {
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const withdraw = async () => {
    if (!(await ask(withdrawThePolicy({ policyId, reason })))) return
    toast(<span>{`Version ${version} is withdrawn`}</span>)
    setOpen(false)
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Withdraw</Button>
      {isOpen ? (
        <FormDialog
          title={`Withdraw version ${version}`}
          description="Nobody is asked about it any more. It stays on record."
          verb="Withdraw"
          isBusy={isBusy}
          disabled={reason.trim().length < 3}
          problem={problem}
          onSubmit={() => void withdraw()}
          onClose={() => setOpen(false)}
        >
          <Field label="Reason">
            <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </FormDialog>
      ) : null}
    </>
  )
}
