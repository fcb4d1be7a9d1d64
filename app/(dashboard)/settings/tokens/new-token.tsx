'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ApiScope } from '@/lib/domain/api-scope'
import { USUAL_TOKEN_DAYS } from '@/lib/domain/api-token'
import { createTheToken } from './actions'
import { ScopeBoxes } from './scope-boxes'
import { ToldToken } from './told-token'

export type Service = { id: string; name: string; kind: string }
type Props = { address: string; services?: Service[] }
type Made = { name: string; token: string }

/** The button that makes a token, its dialog, and the token that is told once afterwards. */
export function NewToken(props: Props) {
  const [step, setStep] = useState<'asking' | Made | null>(null)
  const made = step === 'asking' ? null : step
  const close = () => setStep(null)
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setStep('asking')}>
        {props.services ? 'New token of a service' : 'New token'}
      </Button>
      {step === 'asking' ? <NewTokenDialog {...props} onMade={setStep} onClose={close} /> : null}
      {made ? <ToldToken {...made} address={props.address} onClose={close} /> : null}
    </>
  )
}

const LIVES = [7, 30, USUAL_TOKEN_DAYS, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }))
const USUAL: ApiScope[] = ['access:read']

type Form = { name: string; days: number; scopes: ApiScope[]; identityId: string | null }
type FieldsProps = { form: Form; services?: Service[]; set: (change: Partial<Form>) => void }

function Fields({ form, services, set }: FieldsProps) {
  const options = services?.map(({ id, name, kind }) => ({ value: id, label: `${name}, ${kind}` }))
  return (
    <div className="grid gap-3.5">
      {options ? (
        <Field label="Service">
          <Select label="Service" options={options} onValueChange={(identityId) => set({ identityId })} />
        </Field>
      ) : null}
      <Field label="Name" hint="What it is for: by it you will know which to revoke.">
        <Input required maxLength={100} value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="Lives for">
        <Select
          label="Lives for"
          options={LIVES}
          value={String(form.days)}
          onValueChange={(days) => set({ days: Number(days) })}
        />
      </Field>
      <ScopeBoxes value={form.scopes} onChange={(scopes) => set({ scopes })} isService={services !== undefined} />
    </div>
  )
}

function NewTokenDialog({ services, onMade, onClose }: Props & { onMade: (made: Made) => void; onClose: () => void }) {
  const [form, setForm] = useState<Form>({ name: '', days: USUAL_TOKEN_DAYS, scopes: USUAL, identityId: null })
  const { problem, isBusy, ask } = useAnswer()
  const create = async () => {
    const made = await ask(createTheToken(form))
    if (made) onMade({ name: form.name, token: made.token })
  }
  const isReady = form.scopes.length > 0 && form.name.trim() !== '' && (!services || form.identityId !== null)
  return (
    <FormDialog
      title={services ? 'New token of a service' : 'New token'}
      description="It is shown once. Choose the least it needs: more can be had by another token."
      verb="Make it"
      isBusy={isBusy}
      disabled={!isReady}
      problem={problem}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <Fields form={form} services={services} set={(change) => setForm({ ...form, ...change })} />
    </FormDialog>
  )
}
