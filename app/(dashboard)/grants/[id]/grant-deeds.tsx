'use client'
import { CirclePause, CirclePlay, UserRound } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { GrantDeeds as Deeds, GrantActions } from '@/components/grant/grant-actions'
import { SuspendDialog } from '@/components/grant/suspend-dialog'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { RevokeButton } from '@/components/session/revoke-button'
import type { SessionActions } from '@/components/session/session-actions'
import { Button } from '@/components/ui/button'
import type { GrantDeed } from '@/lib/domain/grant-changes'
import { canResumeGrant, canRevokeGrant, canSuspendGrant, type GrantRow } from '@/lib/domain/grant-row'
import { ChangeMenu } from './change-menu'

type Subject = Pick<GrantRow, 'id' | 'name' | 'origin' | 'status' | 'liveSessions'>
type Props = {
  grant: Subject
  changes: GrantDeed[]
  can: Deeds
  actions: { session: SessionActions; grant: GrantActions; owner: OwnerActions }
}

/** What can be done to a grant, by what it is and what the reader's roles allow. */
export function GrantDeeds({ grant, changes, can, actions }: Props) {
  const [open, setOpen] = useState<'suspend' | 'owner' | null>(null)
  const close = () => setOpen(null)
  const resume = async () => {
    const answer = await actions.grant.resume({ grantId: grant.id, reason: 'Resumed on its page.' })
    toast(<span>{answer.ok ? `Resumed ${grant.name}` : answer.problem.message}</span>)
  }
  return (
    <>
      <ChangeMenu grantId={grant.id} changes={changes} />
      {can.assignOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} onClick={() => setOpen('owner')}>
          Assign owner
        </Button>
      ) : null}
      {can.revoke && canSuspendGrant(grant) ? (
        <Button icon={<CirclePause aria-hidden="true" />} onClick={() => setOpen('suspend')}>
          Suspend
        </Button>
      ) : null}
      {can.revoke && canResumeGrant(grant) ? (
        <Button icon={<CirclePlay aria-hidden="true" />} onClick={resume}>
          Resume
        </Button>
      ) : null}
      {can.revoke && canRevokeGrant(grant) ? <RevokeButton grantId={grant.id} actions={actions.session} /> : null}
      {open === 'suspend' ? <SuspendDialog grants={[grant]} actions={actions.grant} onClose={close} /> : null}
      {open === 'owner' ? (
        <AssignOwnerDialog kind="grant" subjects={[grant]} actions={actions.owner} onClose={close} />
      ) : null}
    </>
  )
}
