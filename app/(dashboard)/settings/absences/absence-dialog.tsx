'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useZone } from '@/components/ui/zone-context'
import { fromWallClock } from '@/lib/format'
import { setTheAbsence } from './actions'

type Person = { id: string; name: string; isReader: boolean }
type Props = { people: Person[]; forOthers: boolean }
type Form = { memberId: string; delegateId: string; startsAt: string; endsAt: string; reason: string }

/** The button and dialog by which somebody says that they will be away. */
export function AbsenceButton(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setOpen(true)}>
        Say who is away
      </Button>
      {isOpen ? <AbsenceDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type Fields = { form: Form; set: (change: Partial<Form>) => void }

function WhoFields({ people, forOthers, form, set }: Props & Fields) {
  const who = forOthers ? people : people.filter(({ isReader }) => isReader)
  const others = people.filter(({ id, isReader }) => {
    const isForAnother = !people.some((person) => person.id === form.memberId && person.isReader)
    return id !== form.memberId && !(isForAnother && isReader)
  })
  const options = (list: Person[]) => list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <p className="mb-1 text-12 text-fg-2">Who is away</p>
      <Select
        label="Who is away"
        options={options(who)}
        value={form.memberId}
        onValueChange={(memberId) => set({ memberId })}
      />
      <p className="mt-3.5 mb-1 text-12 text-fg-2">Who votes in their place</p>
      <Select
        label="Who votes in their place"
        options={options(others)}
        value={form.delegateId}
        onValueChange={(delegateId) => set({ delegateId })}
      />
    </>
  )
}

function WhenFields({ form, set }: Fields) {
  return (
    <>
      <div className="mt-3.5 grid grid-cols-2 gap-3">
        <Field label="From">
          <Input
            required
            type="datetime-local"
            value={form.startsAt}
            onChange={(event) => set({ startsAt: event.target.value })}
          />
        </Field>
        <Field label="Until">
          <Input
            required
            type="datetime-local"
            value={form.endsAt}
            onChange={(event) => set({ endsAt: event.target.value })}
          />
        </Field>
      </div>
      <Field label="Reason" className="mt-3.5">
        <Textarea value={form.reason} onChange={(event) => set({ reason: event.target.value })} />
      </Field>
    </>
  )
}

function AbsenceDialog({ people, forOthers, onClose }: Props & { onClose: () => void }) {
  const zone = useZone()
  const own = people.find(({ isReader }) => isReader)?.id ?? ''
  const [form, setForm] = useState<Form>({ memberId: own, delegateId: '', startsAt: '', endsAt: '', reason: '' })
  const set = (change: Partial<Form>) => setForm((old) => ({ ...old, ...change }))
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    const days = { startsAt: fromWallClock(form.startsAt, zone), endsAt: fromWallClock(form.endsAt, zone) }
    if (!(await ask(setTheAbsence({ ...form, ...days })))) return
    toast(<span>The absence is on record</span>)
    onClose()
  }
  const isWhole = form.delegateId && form.startsAt && form.endsAt && form.reason.trim().length >= 3
  return (
    <FormDialog
      title="Say who is away"
      description={`Meanwhile one other votes in their place, each vote with both names. Times are those of ${zone}.`}
      verb="Set it"
      isBusy={isBusy}
      disabled={!isWhole}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <WhoFields people={people} forOthers={forOthers} form={form} set={set} />
      <WhenFields form={form} set={set} />
    </FormDialog>
  )
}
