'use client'
import type { ReactNode } from 'react'
import { Button } from './button'
import { Dialog, DialogCancel } from './dialog'
import { ErrorStrip } from './error-strip'
import { Kbd } from './kbd'

type Props = {
  title: ReactNode
  description: ReactNode
  /** The verb on the button that sends it. */
  verb: string
  /** Red where it ends something. */
  ends?: boolean
  isBusy?: boolean
  disabled?: boolean
  /** Why it was not done; the dialog stays open with it. */
  problem?: { message: string; code?: string } | null
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

/** A dialog with one form and one verb: Cancel changes nothing, a refusal stands above the fields. */
export function FormDialog(props: Props) {
  const { title, description, verb, ends = false, isBusy, disabled, problem, onSubmit, onClose, children } = props
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant={ends ? 'danger' : 'ink'} type="submit" disabled={isBusy || disabled}>
        {verb} <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      footer={footer}
      onSubmit={() => {
        if (!isBusy && !disabled) onSubmit()
      }}
    >
      {problem ? (
        <div className="mb-3">
          <ErrorStrip title={problem.message} code={problem.code} />
        </div>
      ) : null}
      {children}
    </Dialog>
  )
}
