'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { revokeTheToken } from './actions'

/** Ends a token at once, after saying what that means. */
export function RevokeToken({ tokenId, name }: { tokenId: string; name: string }) {
  const [isOpen, setOpen] = useState(false)
  const { problem, isBusy, ask } = useAnswer()
  const revoke = async () => {
    if (!(await ask(revokeTheToken({ tokenId })))) return
    toast(<span>{`${name} lets nobody in any more.`}</span>)
    setOpen(false)
  }
  return (
    <>
      <Button size="sm" variant="ends" onClick={() => setOpen(true)}>
        Revoke
      </Button>
      {isOpen ? (
        <FormDialog
          title={`Revoke ${name}`}
          description="The next call with it is refused. What was asked for or decided with it stays."
          verb="Revoke it"
          ends
          isBusy={isBusy}
          problem={problem}
          onSubmit={() => void revoke()}
          onClose={() => setOpen(false)}
        >
          <p className="text-fg-2">Whatever uses it needs another one to go on.</p>
        </FormDialog>
      ) : null}
    </>
  )
}
