'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'

type Vote = 'approve' | 'deny'

/** What the dialog calls. A server action, which arrives as a prop. */
export type Decide = (input: { approvalId: string; vote: Vote; comment: string }) => Promise<Answer<{ status: string }>>

/** A question as far as one decides on it. `outcomes`: what each vote does, precisely. */
export type Decidable = {
  id: string
  title: string
  outcomes: Record<Vote, string[]>
}

type Props = { item: Decidable; vote: Vote; decide: Decide; next: string | null; onClose: () => void }

const VERBS = { approve: 'Approve', deny: 'Deny' } as const
const DONE = { approve: 'Approved', deny: 'Denied' } as const

function useDecision(props: Props) {
  const { item, vote, next, onClose } = props
  const [comment, setComment] = useState(vote === 'approve' ? 'Looked at what is asked: it is what is needed.' : '')
  const { problem, isBusy, ask } = useAnswer()
  const router = useRouter()
  const decide = async () => {
    const answer = await ask(props.decide({ approvalId: item.id, vote, comment }))
    if (!answer) return
    const see = { label: 'See it', onClick: () => router.push(`/inbox/${item.id}`) }
    toast(`${DONE[vote]}: ${item.title}`, { action: see })
    onClose()
    if (next) router.push(next, { scroll: false })
  }
  return { comment, setComment, problem, isBusy, decide }
}

/** Approve or deny, with what the requester and the audit log will read. */
export function DecideDialog(props: Props) {
  const { item, vote, onClose } = props
  const { comment, setComment, problem, isBusy, decide } = useDecision(props)
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={isBusy}>
        {VERBS[vote]} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`${VERBS[vote]}?`}
      description={item.title}
      footer={footer}
      onSubmit={decide}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field
        label={
          vote === 'deny' ? 'Reason, told to whoever asked and kept in the audit log' : 'Comment, kept in the audit log'
        }
      >
        <Textarea
          data-autofocus
          required
          minLength={3}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <PreciseList facts={item.outcomes[vote]} />
    </Dialog>
  )
}
