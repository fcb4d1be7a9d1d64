'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { closeTheReview } from './actions'

type Outcome = 'justified' | 'unjustified'
type Props = { grantId: string; name: string }

function Outcomes({ outcome, onSelect }: { outcome: Outcome; onSelect: (outcome: Outcome) => void }) {
  return (
    <Segmented
      label="Was it justified"
      value={outcome}
      onSelect={(value) => onSelect(value === 'unjustified' ? 'unjustified' : 'justified')}
      segments={[
        { value: 'justified', label: 'Justified' },
        { value: 'unjustified', label: 'Not justified' },
      ]}
    />
  )
}

function CloseDialog({ grantId, name, onClose }: Props & { onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>('justified')
  const [comment, setComment] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const close = async () => {
    if (!(await ask(closeTheReview({ grantId, outcome, comment })))) return
    toast(<span>{`Closed the review of ${name}`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title="Close the review?"
      description={name}
      verb="Close review"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void close()}
      onClose={onClose}
    >
      <Outcomes outcome={outcome} onSelect={setOutcome} />
      <Field label="What you found, kept in the audit log" className="mt-3.5">
        <Textarea
          data-autofocus
          required
          minLength={3}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <PreciseList
        facts={[
          'You confirm that you looked at what was done in the emergency: its sessions and their uses are on the page of the grant.',
          'A closed review stays closed, with your name and your words.',
        ]}
      />
    </FormDialog>
  )
}

/** The button and dialog by which somebody else than whoever broke the glass closes its review. */
export function CloseReview(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Close review</Button>
      {isOpen ? <CloseDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
