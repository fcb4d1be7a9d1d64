'use client'
import { Fragment, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { Segmented } from '@/components/ui/segmented'
import { plural } from '@/lib/format'
import type { SessionActions } from './session-actions'
import { useAnswer } from './use-answer'

const HOURS = ['1', '24', '168'] as const
const LABELS: Record<(typeof HOURS)[number], string> = { '1': '1 h', '24': '24 h', '168': '7 d' }

type Props = {
  /** The ones that can be locked: live, and issued by Remit. */
  sessionIds: string[]
  actions: SessionActions
  onClose: () => void
  onDone?: () => void
}

function LockForm(props: {
  hours: string
  setHours: (hours: string) => void
  reason: string
  setReason: (reason: string) => void
}) {
  const { hours, setHours, reason, setReason } = props
  return (
    <>
      <Segmented
        label="For how long"
        value={hours}
        onSelect={setHours}
        segments={HOURS.map((value) => ({ value, label: LABELS[value] }))}
      />
      <Field className="mt-3.5" label="Reason, kept in the audit log">
        <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </>
  )
}

const factsOf = (count: number) => [
  <Fragment key="inactive">
    Remit answers that <b>{plural(count, 'session is', 'sessions are')}</b> inactive until the lock ends.
  </Fragment>,
  'A lock does not make a session longer: it still ends when it would have.',
]

/** Lock: the reversible way. Says until when, asks why, and offers to undo. */
export function LockDialog({ sessionIds, actions, onClose, onDone }: Props) {
  const [hours, setHours] = useState<string>('24')
  const [reason, setReason] = useState('Being looked into.')
  const { problem, isBusy, ask } = useAnswer()
  const lock = async () => {
    const until = new Date(Date.now() + Number(hours) * 3_600_000)
    const locked = await ask(actions.lock({ sessionIds, until, reason }))
    if (!locked) return
    const undo = () => void actions.unlock({ sessionIds, reason: 'Lock undone.' })
    toast(<span>Locked {plural(locked.changed, 'session')}</span>, { action: { label: 'Undo', onClick: undo } })
    onDone?.()
    onClose()
  }
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy}>
        Lock {sessionIds.length} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Lock ${plural(sessionIds.length, 'session')}`}
      description="Reversible: unlock at any time."
      footer={footer}
      onSubmit={lock}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <LockForm hours={hours} setHours={setHours} reason={reason} setReason={setReason} />
      <PreciseList facts={factsOf(sessionIds.length)} />
    </Dialog>
  )
}
