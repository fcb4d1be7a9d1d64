'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { IdentifyBy } from '@/lib/domain/issuer-terms'
import { trustTheIssuer } from './actions'

type Form = { issuer: string; name: string; audiences: string; identifyBy: IdentifyBy; jwks: string }

const BY: Record<IdentifyBy, string> = {
  sub: 'Each subject is linked to an identity, on the identity’s page.',
  email: 'The verified address in a token must be that of an identity.',
}

/** What `trustIssuer` takes; null where the keys are no JSON. */
function readForm({ issuer, name, audiences, identifyBy, jwks }: Form) {
  const terms = { issuer: issuer.trim(), name, audiences: audiences.split(/[\s,]+/).filter(Boolean), identifyBy }
  if (jwks.trim() === '') return terms
  try {
    return { ...terms, jwks: JSON.parse(jwks) as unknown }
  } catch {
    return null
  }
}

type Fields = { form: Form; set: (change: Partial<Form>) => void }

function NameFields({ form, set }: Fields) {
  return (
    <>
      <Field label="Issuer" hint="Letter by letter as its tokens name it in iss. https, or on this machine.">
        <Input
          required
          data-autofocus
          className="font-mono"
          placeholder="https://token.actions.githubusercontent.com"
          value={form.issuer}
          onChange={(event) => set({ issuer: event.target.value })}
        />
      </Field>
      <Field label="Name" className="mt-3.5">
        <Input
          required
          placeholder="GitHub Actions"
          value={form.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Audiences"
        hint="A token that is meant for somebody else is not taken. Commas between."
        className="mt-3.5"
      >
        <Input
          required
          className="font-mono"
          value={form.audiences}
          onChange={(event) => set({ audiences: event.target.value })}
        />
      </Field>
    </>
  )
}

function TrustFields({ form, set }: Fields) {
  return (
    <>
      <div className="mt-3.5">
        <p className="mb-1 text-12 text-fg-2">Somebody is known by</p>
        <Segmented
          label="Somebody is known by"
          value={form.identifyBy}
          onSelect={(value) => set({ identifyBy: value === 'email' ? 'email' : 'sub' })}
          segments={[
            { value: 'sub', label: 'Subject' },
            { value: 'email', label: 'E-mail address' },
          ]}
        />
        <p className="mt-1 text-12 text-fg-3">{BY[form.identifyBy]}</p>
      </div>
      <Field label="Public keys (JWK Set)" hint="Leave empty to find them by discovery." className="mt-3.5">
        <Textarea
          className="font-mono text-12"
          value={form.jwks}
          onChange={(event) => set({ jwks: event.target.value })}
        />
      </Field>
    </>
  )
}

/** The button and dialog by which an issuer is trusted. `audience` is the token service's own address. */
export function TrustIssuer({ audience }: { audience: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<Plus aria-hidden="true" />} onClick={() => setOpen(true)}>
        Trust an issuer
      </Button>
      {isOpen ? <TrustDialog audience={audience} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function TrustDialog({ audience, onClose }: { audience: string; onClose: () => void }) {
  const [form, setForm] = useState<Form>({ issuer: '', name: '', audiences: audience, identifyBy: 'sub', jwks: '' })
  const set = (change: Partial<Form>) => setForm((old) => ({ ...old, ...change }))
  const [fault, setFault] = useState<string | null>(null)
  const { problem, isBusy, ask } = useAnswer()
  const trust = async () => {
    const input = readForm(form)
    setFault(input ? null : 'The keys are no JSON.')
    if (!input || !(await ask(trustTheIssuer(input)))) return
    toast(<span>{`${form.name} is trusted`}</span>)
    onClose()
  }
  return (
    <FormDialog
      title="Trust an issuer"
      description="Remit then takes its word about who somebody is. It gives nobody access: grants do, and a client’s federation says which workload."
      verb="Trust it"
      isBusy={isBusy}
      problem={fault ? { message: fault } : problem}
      onSubmit={() => void trust()}
      onClose={onClose}
    >
      <NameFields form={form} set={set} />
      <TrustFields form={form} set={set} />
    </FormDialog>
  )
}
