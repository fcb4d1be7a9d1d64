'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input } from '@/components/ui/input'
import { createTheClient } from './actions'
import { BoundFields, ProofFields, SystemFields, type SystemOption } from './client-fields'
import { type ClientForm, emptyForm, readForm } from './client-form'
import { SecretDialog, type Told } from './secret-dialog'

type Props = { identity: { id: string; name: string }; systems: SystemOption[]; issuer: string }

/** The button that makes a client, its dialog, and what is told once afterwards. */
export function NewClient(props: Props) {
  const [step, setStep] = useState<'asking' | Told | null>(null)
  const close = () => setStep(null)
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setStep('asking')}>
        New client
      </Button>
      {step === 'asking' ? <NewClientDialog {...props} onMade={setStep} onClose={close} /> : null}
      {step !== null && step !== 'asking' ? <SecretDialog told={step} onClose={close} /> : null}
    </>
  )
}

function useCreation({ identity, issuer }: Props, onMade: (told: Told) => void) {
  const { problem, isBusy, ask } = useAnswer()
  const [fault, setFault] = useState<string | null>(null)
  const create = async (form: ClientForm) => {
    const { input, fault: wrong } = readForm(identity.id, form)
    setFault(wrong ?? null)
    const made = input && (await ask(createTheClient(input)))
    if (!made) return
    const { clientId, name, secret } = made
    onMade({ clientId, name, secret: secret?.secret ?? null, issuer, checks: form.systems.length > 0 })
  }
  return { problem: fault ? { message: fault } : problem, isBusy, create }
}

function NewClientDialog(props: Props & { onMade: (told: Told) => void; onClose: () => void }) {
  const { identity, systems, onMade, onClose } = props
  const [form, setForm] = useState<ClientForm>(() => emptyForm(identity.name))
  const { problem, isBusy, create } = useCreation(props, onMade)
  const set = (change: Partial<ClientForm>) => setForm((old) => ({ ...old, ...change }))
  return (
    <FormDialog
      title={`New client of ${identity.name}`}
      description="It may then ask for sessions under the grants that this identity acts under. It gives no access by itself."
      verb="Make the client"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void create(form)}
      onClose={onClose}
    >
      <Field label="Name">
        <Input data-autofocus required value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <ProofFields form={form} set={set} />
      <SystemFields form={form} set={set} systems={systems} />
      <BoundFields form={form} set={set} />
    </FormDialog>
  )
}
