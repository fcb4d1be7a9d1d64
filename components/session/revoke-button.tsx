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

type Props = {
  sessionIds?: string[]
  grantId?: string
  findingId?: string | null
  /** Those of the sessions that can be locked instead. */
  lockable?: string[]
  /** `sessionActions` of the Sessions section. */
  actions: SessionActions
  label?: ReactNode
  icon?: ReactNode
  size?: ButtonSize
  disabled?: boolean
  onDone?: () => void
}

/**
 * Revoke from any row or page: opens the dialog that says what falls, and needs one more click. Give `sessionIds`, or a
 * `grantId` for a grant with all its live sessions.
 */
export function RevokeButton({ label = 'Revoke', icon, size, disabled, ...props }: Props) {
  const [open, setOpen] = useState<'revoke' | 'lock' | null>(null)
  return (
    <>
      <Button variant="ends" size={size} icon={icon} disabled={disabled} onClick={() => setOpen('revoke')}>
        {label}
      </Button>
      {open ? <Opened {...props} open={open} setOpen={setOpen} /> : null}
    </>
  )
}

function Opened(props: Props & { open: 'revoke' | 'lock'; setOpen: (open: 'revoke' | 'lock' | null) => void }) {
  const { sessionIds = [], grantId, findingId, lockable = [], actions, open, setOpen, onDone } = props
  const target: RevocationTarget = grantId ? { grantIds: [grantId] } : { sessionIds }
  const tell = useRevocationToast(target)
  const close = () => setOpen(null)
  if (open === 'lock') return <LockDialog sessionIds={lockable} actions={actions} onClose={close} onDone={onDone} />
  return (
    <RevokeDialog
      target={target}
      findingId={findingId}
      actions={actions}
      onLock={lockable.length > 0 ? () => setOpen('lock') : undefined}
      onClose={close}
      onDone={(summary) => {
        close()
        tell(summary)
        onDone?.()
      }}
    />
  )
}
