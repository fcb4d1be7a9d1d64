'use client'
import { Settings2, UserRound } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
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

type Subject = { id: string; name: string; tier: Tier; environment: Environment }
export type Change = (input: {
  systemId: string
  tier: Tier
  environment: Environment
  name: string
}) => Promise<Answer<unknown>>

const TIERS = [
  { value: '1', label: 'Tier 1' },
  { value: '2', label: 'Tier 2' },
  { value: '3', label: 'Tier 3' },
]
const tierOf = (value: string): Tier => (value === '1' ? 1 : value === '2' ? 2 : 3)
const environmentOf = (value: string): Environment => ENVIRONMENTS.find((each) => each === value) ?? 'unknown'

/** Sets how critical a system is and what it is for. */
function EditDialog({ system, change, onClose }: { system: Subject; change: Change; onClose: () => void }) {
  const [name, setName] = useState(system.name)
  const [tier, setTier] = useState(String(system.tier))
  const [environment, setEnvironment] = useState<string>(system.environment)
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const save = async () => {
    const answer = await change({
      systemId: system.id,
      name,
      tier: tierOf(tier),
      environment: environmentOf(environment),
    })
    if (!answer.ok) return setProblem(answer.problem)
    toast(<span>{`Saved ${name}`}</span>)
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
      title={`Edit ${system.name}`}
      description="Tier 1 is the most critical: its limits are the tightest and its permissions weigh the most."
      footer={footer}
      onSubmit={save}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Field label="Name">
        <Input required value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="mt-3.5 grid gap-3.5 md:grid-cols-2">
        <div>
          <span className="mb-1 block text-12 text-fg-2">Criticality</span>
          <Segmented label="Criticality" value={tier} onSelect={setTier} segments={TIERS} />
        </div>
        <div>
          <span className="mb-1 block text-12 text-fg-2">Environment</span>
          <Select
            label="Environment"
            value={environment}
            onValueChange={setEnvironment}
            options={ENVIRONMENTS.map((value) => ({ value, label: value }))}
          />
        </div>
      </div>
      <PreciseList
        facts={[
          'Breadths of grants and sessions on it are measured anew, in the background.',
          'Findings open or resolve by what the new limits say. No access is ended by this.',
        ]}
      />
    </Dialog>
  )
}

/** What can be done to a system, by the reader's roles. */
export function SystemDeeds(props: {
  system: Subject
  can: { edit: boolean; assignOwner: boolean }
  change: Change
  owner: OwnerActions
}) {
  const { system, can, change, owner } = props
  const [open, setOpen] = useState<'edit' | 'owner' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {can.assignOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} onClick={() => setOpen('owner')}>
          Assign owner
        </Button>
      ) : null}
      {can.edit ? (
        <Button icon={<Settings2 aria-hidden="true" />} onClick={() => setOpen('edit')}>
          Edit tier and environment
        </Button>
      ) : null}
      {open === 'edit' ? <EditDialog system={system} change={change} onClose={close} /> : null}
      {open === 'owner' ? (
        <AssignOwnerDialog kind="system" subjects={[system]} actions={owner} onClose={close} />
      ) : null}
    </>
  )
}
