'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { plural } from '@/lib/format'
import { CHANGE_WORDS, type FindingChange } from './change-words'

type Problem = { code: string; message: string }

/** The server action behind the dialog, handed in by the page. */
export type ChangeFindings = (input: {
  findingIds: string[]
  to: FindingChange
  until?: Date | null
  reason: string
}) => Promise<{ ok: true; value: { changed: number; leftOut: number } } | { ok: false; problem: Problem }>

type Props = {
  /** Those of the selection that can be changed so. */
  findingIds: string[]
  leftOut: number
  to: FindingChange
  now: Date
  change: ChangeFindings
  onClose: () => void
  onDone?: () => void
}

const DAY_MILLISECONDS = 86_400_000
const DEFAULT_DAYS: Partial<Record<FindingChange, number>> = { accepted: 90, snoozed: 7 }

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY_MILLISECONDS).toISOString().slice(0, 10)
}

/** Asks why, and until when where that is needed, and changes what people decided about findings. */
export function ChangeFindingDialog(props: Props) {
  const { findingIds, leftOut, to, now, change, onClose, onDone } = props
  const words = CHANGE_WORDS[to]
  const days = DEFAULT_DAYS[to]
  const [reason, setReason] = useState(words.reason)
  const [until, setUntil] = useState(days ? dayAfter(now, days) : '')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const answer = await change({ findingIds, to, reason, until: days ? new Date(`${until}T23:59:59Z`) : null })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problem)
    toast(<span>{`${words.done} ${plural(answer.value.changed, 'finding')}`}</span>)
    onDone?.()
    onClose()
  }
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy}>
        {to === 'accepted' ? 'Accept' : words.verb} {findingIds.length} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  const left =
    leftOut > 0
      ? ` ${leftOut} of the selection ${leftOut === 1 ? 'is' : 'are'} left out, not able to become ${to}.`
      : ''
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`${to === 'accepted' ? 'Accept' : words.verb} ${plural(findingIds.length, 'finding')}`}
      description={`${words.description}${left}`}
      footer={footer}
      onSubmit={() => void send()}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field label="Reason, kept in the audit log" className="mt-2">
        <Textarea
          data-autofocus
          required
          minLength={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {days ? (
        <Field label="Until the end of" className="mt-3 w-48">
          <Input
            type="date"
            required
            min={dayAfter(now, 1)}
            max={dayAfter(now, 365)}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </Field>
      ) : null}
    </Dialog>
  )
}
