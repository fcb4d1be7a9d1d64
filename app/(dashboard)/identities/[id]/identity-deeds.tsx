'use client'
import { CirclePause, UserRound, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { Button } from '@/components/ui/button'
import { type Depart, DepartDialog, type Departing } from './depart-dialog'
import { ResumeButton } from './resume-button'
import { SuspendDialog } from './suspend-dialog'

type Props = {
  identity: Departing & { needsOwner: boolean; status: string }
  can: { assignOwner: boolean; depart: boolean; suspend: boolean }
  owner: OwnerActions
  depart: Depart
}

/** What can be done to an identity, by what it is and what the reader's roles allow. */
export function IdentityDeeds({ identity, can, owner, depart }: Props) {
  const [open, setOpen] = useState<'owner' | 'depart' | 'suspend' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {can.assignOwner && identity.needsOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} onClick={() => setOpen('owner')}>
          Assign owner
        </Button>
      ) : null}
      {can.suspend && identity.status === 'active' ? (
        <Button icon={<CirclePause aria-hidden="true" />} onClick={() => setOpen('suspend')}>
          Suspend
        </Button>
      ) : null}
      {can.suspend && identity.status === 'suspended' ? <ResumeButton identity={identity} /> : null}
      {can.depart && identity.status !== 'departed' ? (
        <Button icon={<UserRoundX aria-hidden="true" />} onClick={() => setOpen('depart')}>
          Mark as departed
        </Button>
      ) : null}
      {open === 'owner' ? (
        <AssignOwnerDialog kind="identity" subjects={[identity]} actions={owner} onClose={close} />
      ) : null}
      {open === 'suspend' ? <SuspendDialog identity={identity} onClose={close} /> : null}
      {open === 'depart' ? <DepartDialog identity={identity} depart={depart} onClose={close} /> : null}
    </>
  )
}
