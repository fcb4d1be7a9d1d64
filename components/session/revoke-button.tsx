'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { toast } from 'sonner'
import { Button, type ButtonSize } from '@/components/ui/button'
import { LockDialog } from './lock-dialog'
import { RevokeDialog, summaryWords } from './revoke-dialog'
import type { RevocationSummary, RevocationTarget, SessionActions } from './session-actions'

/** Tells what an order did, with the way to its receipt. */
export function useRevocationToast(target: RevocationTarget) {
  const router = useRouter()
  const only = target.sessionIds?.length === 1 ? target.sessionIds[0] : undefined
  return (summary: RevocationSummary) => {
    const receipt = only ? `/sessions/${only}#receipt` : `/sessions?revocation=${summary.revocationId}`
    const action = summary.revocationId ? { label: 'Receipt', onClick: () => router.push(receipt) } : undefined
    toast(<span>{summaryWords(summary)}</span>, { action })
  }
}

/**
 * Revoke from any row or page: opens the dialog that says what falls, and needs one more click. Give `sessionIds`, or a
 * `grantId` for a grant with all its live sessions. `actions` is `sessionActions` of the Sessions section. `lockable`
 * are those of the sessions that can be locked instead. `icon` and `children` replace the word.
 */
export function RevokeButton(props: {
  sessionIds?: string[]
  grantId?: string
  findingId?: string | null
  lockable?: string[]
  actions: SessionActions
  label?: ReactNode
  icon?: ReactNode
  size?: ButtonSize
  disabled?: boolean
  onDone?: () => void
}) {
  const { sessionIds = [], grantId, findingId, lockable = [], actions, label = 'Revoke', icon, size, disabled } = props
  const [open, setOpen] = useState<'revoke' | 'lock' | null>(null)
  const target: RevocationTarget = grantId ? { grantId } : { sessionIds }
  const tell = useRevocationToast(target)
  const done = (summary: RevocationSummary) => {
    setOpen(null)
    tell(summary)
    props.onDone?.()
  }
  return (
    <>
      <Button variant="ends" size={size} icon={icon} disabled={disabled} onClick={() => setOpen('revoke')}>
        {label}
      </Button>
      {open === 'revoke' ? (
        <RevokeDialog
          target={target}
          findingId={findingId}
          actions={actions}
          onLock={lockable.length > 0 ? () => setOpen('lock') : undefined}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      ) : null}
      {open === 'lock' ? (
        <LockDialog sessionIds={lockable} actions={actions} onClose={() => setOpen(null)} onDone={props.onDone} />
      ) : null}
    </>
  )
}
