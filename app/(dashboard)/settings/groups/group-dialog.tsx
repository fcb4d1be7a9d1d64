'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import { type Choice, MultiPick } from '@/components/ui/multi-pick'
import { changeTheGroup, createTheGroup } from './actions'

type Group = { id: string; name: string; memberIds: string[] }
type Props = { people: Choice[]; group?: Group }

/** The button and dialog by which a group is made, or changed where there is one. */
export function GroupButton({ people, group }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size={group ? 'sm' : 'md'}
        icon={group ? undefined : <Plus aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {group ? 'Change' : 'Make a group'}
      </Button>
      {isOpen ? <GroupDialog people={people} group={group} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Sends what differs; null where it was refused. */
async function save(ask: ReturnType<typeof useAnswer>['ask'], form: Omit<Group, 'id'>, group: Group | undefined) {
  if (!group) return (await ask(createTheGroup(form))) ? [] : null
  const add = form.memberIds.filter((id) => !group.memberIds.includes(id))
  const remove = group.memberIds.filter((id) => !form.memberIds.includes(id))
  const done = await ask(changeTheGroup({ groupId: group.id, name: form.name, add, remove }))
  return done ? done.problems : null
}

function GroupDialog({ people, group, onClose }: Props & { onClose: () => void }) {
  const [form, setForm] = useState({ name: group?.name ?? '', memberIds: group?.memberIds ?? [] })
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    const problems = await save(ask, form, group)
    if (!problems) return
    toast(<span>{[`${form.name} is as you left it.`, ...problems.slice(0, 1)].join(' ')}</span>)
    onClose()
  }
  return (
    <FormDialog
      title={group ? `Change ${group.name}` : 'Make a group'}
      description="Whoever is in it may vote where rules ask it. Whoever leaves loses that at once, votes that wait included."
      verb={group ? 'Change' : 'Make it'}
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field label="Name">
        <Input required value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
      </Field>
      <div className="mt-3.5">
        <p className="mb-1 text-12 text-fg-2">Members</p>
        <MultiPick
          label="Members of the group"
          options={people}
          value={form.memberIds}
          onChange={(memberIds) => setForm({ ...form, memberIds })}
        />
      </div>
    </FormDialog>
  )
}
