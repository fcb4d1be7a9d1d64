'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import type { Role } from '@/lib/domain/context'
import { addTheMember } from './actions'
import { RoleBoxes } from './role-boxes'

/** The button and dialog by which a person is let in. */
export function AddMember() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setOpen(true)}>
        Add a member
      </Button>
      {isOpen ? <AddDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ name: '', email: '' })
  const [roles, setRoles] = useState<Role[]>(['reviewer'])
  const { problem, isBusy, ask } = useAnswer()
  const add = async () => {
    if (!(await ask(addTheMember({ ...form, roles })))) return
    toast(<span>{`${form.name} is a member`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title="Add a member"
      description="They sign in with your identity provider; the address has to be the one it gives."
      verb="Add"
      isBusy={isBusy}
      disabled={roles.length === 0}
      problem={problem}
      onSubmit={() => void add()}
      onClose={onClose}
    >
      <Field label="Name">
        <Input required value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
      </Field>
      <Field label="E-mail address" className="mt-3.5 mb-3.5">
        <Input
          required
          type="email"
          value={form.email}
          onChange={(event) => setForm({ ...form, email: event.target.value })}
        />
      </Field>
      <RoleBoxes value={roles} onChange={setRoles} />
    </FormDialog>
  )
}
