'use client'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { ClientForm } from './client-form'

/** A system that a client can be told to check. */
export type SystemOption = { value: string; label: string }

type Fields = { form: ClientForm; set: (change: Partial<ClientForm>) => void }

const FEW = 6

/** How it proves itself; the keys are asked for where they are needed. */
export function ProofFields({ form, set }: Fields) {
  return (
    <fieldset className="mt-3.5">
      <legend className="mb-1 text-12 text-fg-2">Authenticates with</legend>
      <div className="grid gap-1.5 max-md:gap-3">
        <Checkbox checked={form.secret} onChange={(event) => set({ secret: event.target.checked })}>
          <span>
            A secret <span className="text-fg-3">shown once, in the header or the body</span>
          </span>
        </Checkbox>
        <Checkbox checked={form.key} onChange={(event) => set({ key: event.target.checked })}>
          <span>
            Its private key <span className="text-fg-3">private_key_jwt</span>
          </span>
        </Checkbox>
        {form.key ? <KeyFields form={form} set={set} /> : null}
        <Checkbox checked={form.federated} onChange={(event) => set({ federated: event.target.checked })}>
          <span>
            The ID token of its platform <span className="text-fg-3">add the conditions afterwards</span>
          </span>
        </Checkbox>
      </div>
    </fieldset>
  )
}

function KeyFields({ form, set }: Fields) {
  return (
    <div className="grid gap-2 pb-1.5 pl-5.5">
      <Field label="Public keys (JWK Set)" hint="EC on P-256 or RSA of 2,048 bits. A private key is refused.">
        <Textarea
          className="font-mono text-12"
          placeholder='{"keys":[{"kty":"EC","crv":"P-256","x":"…","y":"…"}]}'
          value={form.jwks}
          onChange={(event) => set({ jwks: event.target.value })}
        />
      </Field>
      <Field label="or their address">
        <Input
          type="url"
          placeholder="https://agent.example.com/jwks.json"
          value={form.jwksUri}
          onChange={(event) => set({ jwksUri: event.target.value })}
        />
      </Field>
    </div>
  )
}

/** The systems in front of which it stands: it may ask about tokens that are meant for these. */
export function SystemFields({ form, set, systems }: Fields & { systems: SystemOption[] }) {
  const [words, setWords] = useState('')
  if (systems.length === 0) return null
  const fits = ({ label }: SystemOption) => label.toLowerCase().includes(words.toLowerCase())
  const shown = systems.filter((system) => fits(system) || form.systems.includes(system.value))
  const toggle = (id: string, on: boolean) =>
    set({ systems: on ? [...form.systems, id] : form.systems.filter((each) => each !== id) })
  return (
    <fieldset className="mt-3.5">
      <legend className="mb-1 text-12 text-fg-2">
        Checks tokens for <span className="text-fg-3">only if it is the enforcement point of a system</span>
      </legend>
      {systems.length > FEW ? (
        <Input
          aria-label="Find a system"
          placeholder="Find a system"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      <div className="mt-1 grid max-h-31 gap-0.5 overflow-auto rounded-md border border-line px-2.5 py-1.5">
        {shown.map(({ value, label }) => (
          <Checkbox
            key={value}
            checked={form.systems.includes(value)}
            onChange={(event) => toggle(value, event.target.checked)}
          >
            <span className="py-0.5">{label}</span>
          </Checkbox>
        ))}
        {shown.length === 0 ? <p className="py-0.5 text-fg-2">No system has this in its name.</p> : null}
      </div>
    </fieldset>
  )
}

/** The bounds of what it is given. */
export function BoundFields({ form, set }: Fields) {
  return (
    <>
      <Field
        label="May ask for at most"
        hint="Scopes with spaces between. Empty: whatever its grants allow."
        className="mt-3.5"
      >
        <Input
          className="font-mono"
          placeholder="case:read note:create"
          value={form.scopes}
          onChange={(event) => set({ scopes: event.target.value })}
        />
      </Field>
      <div className="mt-3.5 flex flex-wrap items-center gap-x-5 gap-y-2.5">
        <div className="flex items-center gap-2">
          <span className="text-12 text-fg-2">Tokens for it are signed with</span>
          <Segmented
            label="Signature"
            value={form.signingAlg}
            onSelect={(value) => set({ signingAlg: value === 'RS256' ? 'RS256' : 'ES256' })}
            segments={[
              { value: 'ES256', label: 'ES256' },
              { value: 'RS256', label: 'RS256' },
            ]}
          />
        </div>
        <Checkbox checked={form.requiresDpop} onChange={(event) => set({ requiresDpop: event.target.checked })}>
          Only tokens bound to a key (DPoP)
        </Checkbox>
      </div>
    </>
  )
}
