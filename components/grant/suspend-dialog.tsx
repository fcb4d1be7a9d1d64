'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { plural } from '@/lib/format'
import type { GrantActions } from './grant-actions'

type Subject = { id: string; name: string; liveSessions: number }
type Props = { grants: Subject[]; actions: GrantActions; onClose: () => void; onDone?: () => void }

const nameOf = (grants: readonly Subject[]) =>
  grants.length === 1 ? (grants[0]?.name ?? '') : plural(grants.length, 'grant')

/** Suspends one after the other, stops at the first that is refused, and offers to undo what was done. */
function useSuspension({ grants, actions, onClose, onDone }: Props, reason: string) {
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const [isBusy, setBusy] = useState(false)
  const undo = () => {
    for (const { id } of grants) void actions.resume({ grantId: id, reason: 'Suspension undone.' })
  }
  const suspend = async () => {
    setBusy(true)
    for (const { id } of grants) {
      const answer = await actions.suspend({ grantId: id, reason })
      if (!answer.ok) {
        setBusy(false)
        return setProblem(answer.problem)
      }
    }
    toast(<span>Suspended {nameOf(grants)}</span>, { action: { label: 'Undo', onClick: undo } })
    onDone?.()
    onClose()
  }
  return { problem, isBusy, suspend }
}

/** Suspend: the reversible way to hold a grant. No new session, and what is live goes on. */
export function SuspendDialog(props: Props) {
  const { grants, onClose } = props
  const [reason, setReason] = useState('Being looked into.')
  const { problem, isBusy, suspend } = useSuspension(props, reason)
  const live = grants.reduce((sum, grant) => sum + grant.liveSessions, 0)
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy}>
        Suspend {grants.length} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Suspend ${nameOf(grants)}`}
      description="Reversible: resume at any time."
      footer={footer}
      onSubmit={suspend}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field label="Reason, kept in the audit log">
        <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <PreciseList
        facts={[
          `Remit issues no session under ${grants.length === 1 ? 'it' : 'them'} until somebody resumes.`,
          live > 0
            ? `${plural(live, 'live session goes', 'live sessions go')} on until the end. Revoke would end what is live.`
            : 'No session under it is live.',
        ]}
      />
    </Dialog>
  )
}
