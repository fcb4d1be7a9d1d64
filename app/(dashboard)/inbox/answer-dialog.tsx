'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { SignInAgain } from '@/components/approval/sign-in-again'
import type { Answer } from '@/components/session/session-actions'
import { type Problem, useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'

/** One way to answer a question: what its dialog says, and what it does. `done`: as it follows in the toast. */
export type Way = {
  verb: string
  title: string
  label: string
  facts: string[]
  done: string
  isOptional?: boolean
  leaves: boolean
  run: (note: string) => Promise<Answer<unknown>>
}

type Props = {
  title: string
  here: string
  way: Way
  note: string
  next: string | null
  keep: (note: string) => void
  onClose: () => void
}

function useWay({ way, next, onClose, here, title, ...props }: Props) {
  const [note, setNote] = useState(props.note)
  const { problem, isBusy, ask } = useAnswer()
  const router = useRouter()
  const go = async () => {
    const answer = await ask(way.run(note).then((reply) => (reply.ok ? { ok: true as const, value: true } : reply)))
    if (!answer) return
    toast(`${way.done}: ${title}`, { action: { label: 'See it', onClick: () => router.push(here) } })
    onClose()
    if (way.leaves && next) router.push(next, { scroll: false })
  }
  return { note, setNote, problem, isBusy, go }
}

function Refusal({ problem, onLeave }: { problem: Problem; onLeave: () => void }) {
  const isStepUp = problem.code === 'step_up_required'
  const action = isStepUp ? <SignInAgain onLeave={onLeave} /> : undefined
  return <ErrorStrip title={problem.message} code={problem.code} action={action} />
}

/** Approve, deny, offer or ask, with what the requester and the audit log will read. */
export function AnswerDialog(props: Props) {
  const { title, way, onClose, keep } = props
  const { note, setNote, problem, isBusy, go } = useWay(props)
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy}>
        {way.verb} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={way.title}
      description={title}
      footer={footer}
      onSubmit={go}
    >
      {problem ? <Refusal problem={problem} onLeave={() => keep(note)} /> : null}
      <Field label={way.label}>
        <Textarea
          data-autofocus
          required={!way.isOptional}
          minLength={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <PreciseList facts={way.facts} />
    </Dialog>
  )
}
