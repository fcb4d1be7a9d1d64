'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Answer } from '@/components/session/session-actions'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { PreciseList } from '@/components/ui/dialog-parts'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Input } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { ENVIRONMENTS, type Environment } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'

/** What of a system can be edited. */
export type Editable = { id: string; name: string; tier: Tier; environment: Environment }
export type Change = (input: {
  systemId: string
  tier: Tier
  environment: Environment
  name: string
}) => Promise<Answer<unknown>>

type Values = Omit<Editable, 'id'>

const TIERS = [
  { value: '1', label: 'Tier 1' },
  { value: '2', label: 'Tier 2' },
  { value: '3', label: 'Tier 3' },
]
const tierOf = (value: string): Tier => (value === '1' ? 1 : value === '2' ? 2 : 3)
const environmentOf = (value: string): Environment => ENVIRONMENTS.find((each) => each === value) ?? 'unknown'

function Fields({ values, set }: { values: Values; set: (change: Partial<Values>) => void }) {
  return (
    <>
      <Field label="Name">
        <Input required value={values.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <div className="mt-3.5 grid gap-3.5 md:grid-cols-2">
        <div>
          <span className="mb-1 block text-12 text-fg-2">Criticality</span>
          <Segmented
            label="Criticality"
            value={String(values.tier)}
            onSelect={(value) => set({ tier: tierOf(value) })}
            segments={TIERS}
          />
        </div>
        <div>
          <span className="mb-1 block text-12 text-fg-2">Environment</span>
          <Select
            label="Environment"
            value={values.environment}
            onValueChange={(value) => set({ environment: environmentOf(value) })}
            options={ENVIRONMENTS.map((value) => ({ value, label: value }))}
          />
        </div>
      </div>
    </>
  )
}

/** Sets how critical a system is and what it is for. */
export function EditDialog({ system, change, onClose }: { system: Editable; change: Change; onClose: () => void }) {
  const { id, name, tier, environment } = system
  const [values, setValues] = useState<Values>({ name, tier, environment })
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const save = async () => {
    const answer = await change({ systemId: id, ...values })
    if (!answer.ok) return setProblem(answer.problem)
    toast(<span>{`Saved ${values.name}`}</span>)
    onClose()
  }
  const footer = (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit">
        Save <Kbd>⌘↵</Kbd>
      </Button>
    </>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Edit ${name}`}
      description="Tier 1 is the most critical: its limits are the tightest and its permissions weigh the most."
      footer={footer}
      onSubmit={save}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Fields values={values} set={(changed) => setValues({ ...values, ...changed })} />
      <PreciseList
        facts={[
          'Breadths of grants and sessions on it are measured anew, in the background.',
          'Findings open or resolve by what the new limits say. No access is ended by this.',
        ]}
      />
    </Dialog>
  )
}
