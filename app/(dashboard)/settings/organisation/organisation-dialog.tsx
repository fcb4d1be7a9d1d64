'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import { TimeZoneNames } from '@/components/window/window-rows'
import { changeTheOrganisation } from './actions'

type Organisation = { name: string; timeZone: string }

/** The button and dialog by which an admin renames the organisation or moves it to another time zone. */
export function OrganisationButton({ organisation }: { organisation: Organisation }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Change</Button>
      {isOpen ? <OrganisationDialog organisation={organisation} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type FieldsProps = { form: Organisation; set: (change: Partial<Organisation>) => void }

function Fields({ form, set }: FieldsProps) {
  return (
    <>
      <Field label="Name">
        <Input required maxLength={200} value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="Time zone" hint="As the IANA names it, Europe/Zurich for one." className="mt-3.5">
        <Input
          required
          list="time-zones"
          value={form.timeZone}
          onChange={(event) => set({ timeZone: event.target.value })}
        />
      </Field>
      <TimeZoneNames />
    </>
  )
}

function OrganisationDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const [form, setForm] = useState(organisation)
  const { problem, isBusy, ask } = useAnswer()
  const send = async () => {
    const changed = await ask(changeTheOrganisation(form))
    if (!changed) return
    toast(
      <span>
        {changed.name} is in {changed.timeZone}
      </span>,
    )
    onClose()
  }
  return (
    <FormDialog
      title="Change the organisation"
      description="Every page and letter tells its times by this clock, to everybody. Files and the API stay in UTC, and hours of rules and grants in the zone that stands with them."
      verb="Change"
      isBusy={isBusy}
      disabled={form.name === organisation.name && form.timeZone === organisation.timeZone}
      problem={problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Fields form={form} set={(change) => setForm({ ...form, ...change })} />
    </FormDialog>
  )
}
