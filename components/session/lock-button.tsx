'use client'
import { Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { LockDialog } from './lock-dialog'
import type { SessionActions } from './session-actions'

/** Locks one session after asking for how long and why; lets a locked one go on at once. */
export function LockButton(props: { sessionId: string; isLocked: boolean; actions: SessionActions }) {
  const { sessionId, isLocked, actions } = props
  const [open, setOpen] = useState(false)
  const unlock = async () => {
    const answer = await actions.unlock({ sessionIds: [sessionId], reason: 'Lock lifted.' })
    toast(<span>{answer.ok ? 'Unlocked 1 session' : answer.problem.message}</span>)
  }
  if (isLocked) {
    return (
      <Button icon={<LockOpen aria-hidden="true" />} onClick={unlock}>
        Unlock
      </Button>
    )
  }
  return (
    <>
      <Button icon={<Lock aria-hidden="true" />} onClick={() => setOpen(true)}>
        Lock
      </Button>
      {open ? <LockDialog sessionIds={[sessionId]} actions={actions} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
