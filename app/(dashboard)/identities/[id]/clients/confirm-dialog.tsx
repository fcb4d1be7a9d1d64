'use client'
import type { ReactNode } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { useAnswer } from '@/components/session/use-answer'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'

type Props = {
  title: string
  description: string
  /** What it does, a fact a line. */
  facts: ReactNode[]
  /** The verb on the red button. */
  verb: string
  /** What the toast says when it is done. */
  done: string
  act: () => Promise<Answer<unknown>>
  onClose: () => void
  children?: ReactNode
}

/** Ends something that a client has, after saying what exactly that does. */
export function ConfirmDialog({ title, description, facts, verb, done, act, onClose, children }: Props) {
  const { problem, isBusy, ask } = useAnswer()
  const confirm = async () => {
    if ((await ask(act())) === undefined) return
    toast(done)
    onClose()
  }
  return (
    <FormDialog
      title={title}
      description={description}
      verb={verb}
      ends
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void confirm()}
      onClose={onClose}
    >
      {children}
      <PreciseList facts={facts} />
    </FormDialog>
  )
}
