'use client'
import { Settings2, UserRound } from 'lucide-react'
import { useState } from 'react'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { Button } from '@/components/ui/button'
import { type Change, type Editable, EditDialog } from './edit-dialog'

/** What can be done to a system, by the reader's roles. */
export function SystemDeeds(props: {
  system: Editable
  can: { edit: boolean; assignOwner: boolean }
  change: Change
  owner: OwnerActions
}) {
  const { system, can, change, owner } = props
  const [open, setOpen] = useState<'edit' | 'owner' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {can.assignOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} onClick={() => setOpen('owner')}>
          Assign owner
        </Button>
      ) : null}
      {can.edit ? (
        <Button icon={<Settings2 aria-hidden="true" />} onClick={() => setOpen('edit')}>
          Edit tier and environment
        </Button>
      ) : null}
      {open === 'edit' ? <EditDialog system={system} change={change} onClose={close} /> : null}
      {open === 'owner' ? (
        <AssignOwnerDialog kind="system" subjects={[system]} actions={owner} onClose={close} />
      ) : null}
    </>
  )
}
