'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { useZone } from '@/components/ui/zone-context'
import { fromWallClock, plural, toWallClock } from '@/lib/format'
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

function dayAfter(now: Date, days: number, zone: string): string {
  return toWallClock(now.getTime() + days * DAY_MILLISECONDS, zone).slice(0, 10)
}

const UNREACHABLE: Problem = { code: 'unreachable', message: 'Remit could not be reached. Nothing was changed.' }

/** What is typed, whether it is being sent, and what went wrong with it. */
function useChange({ findingIds, to, now, change, onClose, onDone }: Props) {
  const zone = useZone()
  const days = DEFAULT_DAYS[to]
  const [reason, setReason] = useState(CHANGE_WORDS[to].reason)
  const [until, setUntil] = useState(days ? dayAfter(now, days, zone) : null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const input = { findingIds, to, reason, until: until ? fromWallClock(`${until}T23:59:59`, zone) : null }
    const answer = await change(input).catch(() => ({ ok: false as const, problem: UNREACHABLE }))
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problem)
    toast(<span>{`${CHANGE_WORDS[to].done} ${plural(answer.value.changed, 'finding')}`}</span>)
    onDone?.()
    onClose()
  }
  return { reason, setReason, until, setUntil, problem, isBusy, send }
}

function Fields({ now, ...typed }: ReturnType<typeof useChange> & { now: Date }) {
  const zone = useZone()
  const { problem, reason, setReason, until, setUntil } = typed
  const days = { min: dayAfter(now, 1, zone), max: dayAfter(now, 365, zone) }
  return (
    <>
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
      {until === null ? null : (
        <Field label="Until the end of" className="mt-3 w-48">
          <Input type="date" required {...days} value={until} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      )}
    </>
  )
}

/** Asks why, and until when where that is needed, and changes what people decided about findings. */
export function ChangeFindingDialog(props: Props) {
  const { findingIds, leftOut, to, now, onClose } = props
  const typed = useChange(props)
  const verb = to === 'accepted' ? 'Accept' : CHANGE_WORDS[to].verb
  const others = `${leftOut} of the selection ${leftOut === 1 ? 'is' : 'are'} left out, not able to become ${to}.`
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={typed.isBusy}>
        {verb} {findingIds.length} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`${verb} ${plural(findingIds.length, 'finding')}`}
      description={`${CHANGE_WORDS[to].description} ${leftOut > 0 ? others : ''}`}
      footer={footer}
      onSubmit={() => void typed.send()}
    >
      <Fields now={now} {...typed} />
    </Dialog>
  )
}
