'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Textarea } from '@/components/ui/input'
import type { Role } from '@/lib/domain/context'
import { plural } from '@/lib/format'
import { changeTheMember, deactivateTheMember, reactivateTheMember } from './actions'
import { RoleBoxes } from './role-boxes'

type Member = {
  id: string
  name: string
  roles: Role[]
  deactivatedAt: Date | null
  openVotes: number
  isReader: boolean
}
type Dialog = { member: Member; onClose: () => void }

/** What was done, and what the rules can no longer do because of it. */
function tell(done: string, problems: readonly string[]) {
  const first = problems[0]
  toast(
    <span>
      {done}
      {first ? <b>{` ${first}`}</b> : null}
    </span>,
  )
}

function RolesDialog({ member, onClose }: Dialog) {
  const [roles, setRoles] = useState(member.roles)
  const [reason, setReason] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const change = async () => {
    const done = await ask(changeTheMember({ memberId: member.id, roles, reason }))
    if (!done) return
    tell(`${member.name} is ${roles.join(', ')} now.`, done.problems)
    onClose()
  }
  return (
    <FormDialog
      title={`Roles of ${member.name}`}
      description="They hold at once. With a role goes what it gave: votes on questions that still wait no longer count."
      verb="Change"
      isBusy={isBusy}
      disabled={roles.length === 0 || reason.trim().length < 3}
      problem={problem}
      onSubmit={() => void change()}
      onClose={onClose}
    >
      <RoleBoxes value={roles} onChange={setRoles} />
      <Field label="Reason" className="mt-3.5">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  )
}

function DeactivateDialog({ member, onClose }: Dialog) {
  const isBack = member.deactivatedAt !== null
  const [reason, setReason] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    const deed = isBack ? reactivateTheMember : deactivateTheMember
    const done = await ask(deed({ memberId: member.id, reason }))
    if (!done) return
    tell(isBack ? `${member.name} may sign in again.` : `${member.name} is shut out.`, done.problems)
    onClose()
  }
  const votes =
    member.openVotes > 0 ? ` ${plural(member.openVotes, 'vote')} on questions that wait no longer count.` : ''
  return (
    <FormDialog
      title={isBack ? `Reactivate ${member.name}` : `Deactivate ${member.name}`}
      description={
        isBack
          ? 'They may sign in again, with the roles and groups they had.'
          : `They can no longer sign in, from this moment on.${votes} What was decided stays decided.`
      }
      verb={isBack ? 'Reactivate' : 'Deactivate'}
      ends={!isBack}
      isBusy={isBusy}
      disabled={reason.trim().length < 3}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field label="Reason">
        <Textarea data-autofocus value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  )
}

/** What an admin can do with a member. */
export function MemberDeeds({ member }: { member: Member }) {
  const [open, setOpen] = useState<'roles' | 'deactivate' | null>(null)
  const onClose = () => setOpen(null)
  const isActive = member.deactivatedAt === null
  return (
    <span className="flex gap-1.5">
      {isActive ? (
        <Button size="sm" onClick={() => setOpen('roles')}>
          Roles
        </Button>
      ) : null}
      {member.isReader ? null : (
        <Button size="sm" variant={isActive ? 'ends' : 'default'} onClick={() => setOpen('deactivate')}>
          {isActive ? 'Deactivate' : 'Reactivate'}
        </Button>
      )}
      {open === 'roles' ? <RolesDialog member={member} onClose={onClose} /> : null}
      {open === 'deactivate' ? <DeactivateDialog member={member} onClose={onClose} /> : null}
    </span>
  )
}
