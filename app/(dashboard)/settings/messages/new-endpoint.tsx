'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import type { EndpointKind } from '@/lib/domain/endpoint'
import { createTheEndpoint } from './actions'
import { EndpointFields, type EndpointForm, emptyForm, readForm } from './endpoint-fields'
import { EndpointSecret } from './endpoint-secret'
import { WORDS } from './endpoint-words'
import type { Person } from './endpoints-section'

type Props = { kind: EndpointKind; people: Person[]; address: string }
type Made = { endpointId: string; name: string; secret: string }

/** The button that adds an endpoint, its dialog, and the secret that is told once afterwards. */
export function NewEndpoint(props: Props) {
  const [step, setStep] = useState<'asking' | Made | null>(null)
  const close = () => setStep(null)
  const made = step !== 'asking' ? step : null
  const address =
    props.kind === 'ticket' && made ? `${props.address}/api/webhooks/tickets/${made.endpointId}` : undefined
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setStep('asking')}>
        {WORDS[props.kind].verb}
      </Button>
      {step === 'asking' ? <NewEndpointDialog {...props} onMade={setStep} onClose={close} /> : null}
      {made ? <EndpointSecret name={made.name} secret={made.secret} address={address} onClose={close} /> : null}
    </>
  )
}

function NewEndpointDialog({
  kind,
  people,
  onMade,
  onClose,
}: Props & { onMade: (made: Made) => void; onClose: () => void }) {
  const [form, setForm] = useState<EndpointForm>(emptyForm)
  const { problem, isBusy, ask } = useAnswer()
  const { verb, about } = WORDS[kind]
  const create = async () => {
    const made = await ask(createTheEndpoint(readForm(kind, form)))
    if (made) onMade(made)
  }
  return (
    <FormDialog
      title={verb}
      description={about}
      verb="Add it"
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <EndpointFields kind={kind} form={form} set={(change) => setForm({ ...form, ...change })} people={people} />
    </FormDialog>
  )
}
