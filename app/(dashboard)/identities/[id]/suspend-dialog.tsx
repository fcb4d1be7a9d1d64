'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import { plural } from '@/lib/format'
import { resumeTheIdentity, suspendTheIdentity } from '../actions'
import type { Departing } from './depart-dialog'

/** Suspend: the reversible way to stop an identity, whichever side of a session it is on. */
export function SuspendDialog({ identity, onClose }: { identity: Departing; onClose: () => void }) {
  const { id, name, acting, actedFor } = identity
  const [reason, setReason] = useState('Being looked into.')
  const { problem, isBusy, ask } = useAnswer()
  const undo = () => void resumeTheIdentity({ identityId: id, reason: 'Suspension undone.' })
  const suspend = async () => {
    if (!(await ask(suspendTheIdentity({ identityId: id, reason })))) return
    toast(<span>{`Suspended ${name}`}</span>, { action: { label: 'Undo', onClick: undo } })
    onClose()
  }
  return (
    <FormDialog
      title={`Suspend ${name}`}
      description="Reversible: resume at any time."
      verb="Suspend"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void suspend()}
      onClose={onClose}
    >
      <Field label="Reason, kept in the audit log">
        <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <PreciseList
        facts={[
          'Remit issues no session by it or for it until somebody resumes it.',
          <>
            <b>{plural(acting, 'live session')}</b> by it and <b>{plural(actedFor, 'live session')}</b> for it: those
            that Remit issued are answered as not active from the next check on.
          </>,
          'Sessions that another issuer minted go on, and so do tokens that are only verified by their signature, until they expire.',
        ]}
      />
    </FormDialog>
  )
}
