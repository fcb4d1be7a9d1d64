'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input, Textarea } from '@/components/ui/input'
import { EMPTY_FORM, nameOf } from '@/lib/domain/request-form'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'

const LABELS = {
  new: 'What is it for?',
  renew: 'Why is it needed again?',
  extend: 'Why is it needed longer?',
  widen: 'Why does it need more?',
  narrow: 'Why does it need less?',
} as const

/** Why it is asked for, by which ticket, and what it is called. */
export function ReasonSection({ form, set }: FormPart) {
  const isNew = form.change === 'new' || form.change === 'renew'
  return (
    <FormSection id="why" title="Why">
      <Field label={LABELS[form.change]} hint="Whoever decides reads this; it stays in the audit log">
        <Textarea rows={2} value={form.purpose} onChange={(event) => set({ purpose: event.target.value })} />
      </Field>
      {isNew ? (
        <>
          <div className="mt-3 grid gap-3 md:grid-cols-2">
            <Field label="Ticket" hint="Empty: none">
              <Input value={form.ticket} onChange={(event) => set({ ticket: event.target.value })} />
            </Field>
            <Field label="Name of the grant">
              <Input
                value={form.name}
                placeholder={form.actor && form.principal ? nameOf({ ...form, name: '' }) : EMPTY_FORM.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            </Field>
          </div>
          <div className="mt-2.5">
            <Checkbox
              checked={form.endsWithTicket}
              disabled={!form.ticket.trim()}
              onChange={(event) => set({ endsWithTicket: event.target.checked })}
            >
              Ends with the ticket: when it is closed, the grant and its sessions are over
            </Checkbox>
          </div>
        </>
      ) : null}
    </FormSection>
  )
}
