'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Field, Input } from '@/components/ui/input'
import { Who } from '@/components/ui/who'
import type { FormTarget, RequestForm } from '@/lib/domain/request-form'
import { REQUEST_TEMPLATES } from '@/lib/domain/request-templates'
import { plural } from '@/lib/format'
import { Catalogue, useCatalogue } from './catalogue'

type Props = {
  target: FormTarget
  onChange: (target: FormTarget, rest?: Partial<RequestForm>) => void
  onRemove: () => void
}

type TemplatesProps = { fits: { id: string; keys: string[] }[]; onTake: (id: string, keys: string[]) => void }

/** What people often ask for on such a system; one click fills it in. */
function Templates({ fits, onTake }: TemplatesProps) {
  const [note, setNote] = useState<string | null>(null)
  const offered = REQUEST_TEMPLATES.flatMap((template) => {
    const keys = fits.find(({ id }) => id === template.id)?.keys
    return keys ? { ...template, keys } : []
  })
  if (offered.length === 0) return null
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="text-12 text-fg-3">Begin with</span>
        {offered.map(({ id, name, keys, note: words }) => (
          <Button
            key={id}
            size="sm"
            onClick={() => {
              setNote(words)
              onTake(id, keys)
            }}
          >
            {name}
          </Button>
        ))}
      </div>
      {note ? <p className="mt-1 text-12 text-fg-2">{note}</p> : null}
    </div>
  )
}

const listed = (text: string) => [...new Set(text.split(/[\s,]+/).filter(Boolean))]

function Names(props: { label: string; hint: string; names: string[]; onChange: (names: string[]) => void }) {
  const { label, hint, names, onChange } = props
  const [text, setText] = useState(names.join(', '))
  return (
    <Field label={label} hint={hint}>
      <Input
        className="font-mono"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          onChange(listed(event.target.value))
        }}
      />
    </Field>
  )
}

function Only({ target, onChange }: Pick<Props, 'target' | 'onChange'>) {
  const { tenants, resources } = target
  return (
    <div className="mt-3 grid gap-3 md:grid-cols-2">
      <Names
        label="Only tenants"
        hint="Empty: not limited to any"
        names={tenants}
        onChange={(names) => onChange({ ...target, tenants: names })}
      />
      <Names
        label="Only resources"
        hint="Empty: not limited to any; * stands for any part"
        names={resources}
        onChange={(names) => onChange({ ...target, resources: names })}
      />
    </div>
  )
}

/** One system of the request: its templates, its permissions to tick, and the tenants and resources it is limited to. */
export function TargetEditor({ target, onChange, onRemove }: Props) {
  const { system, permissions } = target
  const catalogue = useCatalogue(system.id)
  const take = (id: string, keys: string[]) => {
    const terms = REQUEST_TEMPLATES.find((template) => template.id === id)?.terms
    onChange({ ...target, permissions: keys }, terms)
  }
  return (
    <div className="mb-4 border-b border-line pb-4">
      <div className="flex items-center gap-2">
        <Who kind="system" name={system.name} />
        <span className="shrink-0 text-12 text-fg-3">
          tier {system.tier}, {system.environment}
        </span>
        <span className="ml-auto shrink-0 text-12 text-fg-2">{plural(permissions.length, 'permission')}</span>
        <IconButton label={`Leave out ${system.name}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <Templates fits={catalogue.found?.templates ?? []} onTake={take} />
      <Catalogue
        name={system.name}
        catalogue={catalogue}
        chosen={permissions}
        onChange={(keys) => onChange({ ...target, permissions: keys })}
      />
      <Only target={target} onChange={onChange} />
    </div>
  )
}
