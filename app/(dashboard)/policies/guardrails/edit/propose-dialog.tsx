'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import type { Guardrails } from '@/lib/domain/guardrail'
import { proposeTheGuardrails } from '../actions'

/** Puts the guardrails to a second admin, with the reason for the change. */
export function ProposeDialog(props: { content: Guardrails; basedOn: number; onClose: () => void }) {
  const { content, basedOn, onClose } = props
  const [note, setNote] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const router = useRouter()
  const propose = async () => {
    const made = await ask(proposeTheGuardrails({ kind: 'guardrails', content, note, basedOn }))
    if (!made) return
    toast(<span>{`Version ${made.version} waits for a second admin`}</span>)
    router.push('/policies/guardrails')
  }
  return (
    <FormDialog
      title="Propose these guardrails?"
      description={`In the place of version ${basedOn}`}
      verb="Propose"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void propose()}
      onClose={onClose}
    >
      <Field label="Why, for whoever agrees and for the audit log">
        <Textarea
          data-autofocus
          required
          minLength={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <PreciseList
        facts={[
          'Nothing changes until an admin other than you agrees.',
          'From then on they bind every request, the very next session that is issued, and emergency access.',
          'Sessions that live stay as they are; those of other issuers that are forbidden become findings.',
        ]}
      />
    </FormDialog>
  )
}
