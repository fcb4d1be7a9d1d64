'use client'
import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import type { PolicyStage, PolicyVerdict } from '@/lib/domain/approval-policy'
import { SecondsField } from './amount-field'
import { Line, StageFields } from './stage-fields'

const PEOPLE: PolicyStage = {
  kind: 'people',
  name: 'Approver',
  votes: 1,
  from: [{ role: 'approver' }],
  windows: [],
  remindAfterHours: null,
  escalateAfterHours: null,
  escalateTo: [],
}
const REVIEWER: PolicyStage = {
  kind: 'reviewer',
  name: 'Reviewer',
  endpoint: '',
  mayDeny: false,
  waitHours: 1,
  onSilence: 'go-on',
}

const FRESH: Record<PolicyVerdict['kind'], PolicyVerdict> = {
  'auto-approve': { kind: 'auto-approve' },
  'auto-deny': { kind: 'auto-deny', reason: '' },
  stages: { kind: 'stages', stages: [PEOPLE], lapseAfterHours: 24 },
}

type Stages = Extract<PolicyVerdict, { kind: 'stages' }>
type StagesProps = { verdict: Stages; onChange: (verdict: Stages) => void }

function AddStage({ onAdd }: { onAdd: (stage: PolicyStage) => void }) {
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button variant="bare" icon={<Plus aria-hidden="true" />} onClick={() => onAdd(PEOPLE)}>
        Add people
      </Button>
      <Button variant="bare" icon={<Plus aria-hidden="true" />} onClick={() => onAdd(REVIEWER)}>
        Add a reviewer outside
      </Button>
    </div>
  )
}

function StageList({ verdict, onChange }: StagesProps) {
  const { stages, lapseAfterHours } = verdict
  const set = (next: PolicyStage[]) => onChange({ ...verdict, stages: next })
  const move = (index: number, by: -1 | 1) => {
    const stage = stages[index]
    const to = index + by
    if (stage && to >= 0 && to < stages.length) set(stages.toSpliced(index, 1).toSpliced(to, 0, stage))
  }
  return (
    <>
      <ol className="mt-2">
        {stages.map((stage, index) => (
          <StageFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a stage is known by its place
            key={index}
            stage={stage}
            position={index + 1}
            onChange={(next) => set(stages.with(index, next))}
            onMove={(by) => move(index, by)}
            onRemove={() => set(stages.toSpliced(index, 1))}
          />
        ))}
      </ol>
      <AddStage onAdd={(stage) => set([...stages, stage])} />
      <Line label="Lapses after">
        <SecondsField
          label="Lapses after"
          value={lapseAfterHours * 3600}
          onChange={(seconds) => onChange({ ...verdict, lapseAfterHours: seconds / 3600 })}
        />
      </Line>
    </>
  )
}

type Props = { verdict: PolicyVerdict; onChange: (verdict: PolicyVerdict) => void; mayApprove?: boolean }

/** What a rule says: nobody is asked, or who is. `mayApprove` false: what no rule speaks of is not approved by itself. */
export function VerdictFields({ verdict, onChange, mayApprove = true }: Props) {
  const segments = [
    { value: 'stages', label: 'Ask people' },
    { value: 'auto-deny', label: 'Deny' },
    ...(mayApprove ? [{ value: 'auto-approve', label: 'Approve' }] : []),
  ]
  const choose = (kind: string) => {
    if (kind !== verdict.kind) onChange(FRESH[kind as PolicyVerdict['kind']])
  }
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-fg-2">Then</legend>
      <Segmented label="Then" value={verdict.kind} segments={segments} onSelect={choose} />
      {verdict.kind === 'auto-approve' ? (
        <p className="mt-1.5 text-12 text-fg-3">
          Never what never ends, and never a single session: there the next rule is asked.
        </p>
      ) : null}
      {verdict.kind === 'auto-deny' ? (
        <Field label="Why, for whoever asks" className="mt-2 max-w-150">
          <Textarea value={verdict.reason} onChange={(event) => onChange({ ...verdict, reason: event.target.value })} />
        </Field>
      ) : null}
      {verdict.kind === 'stages' ? <StageList verdict={verdict} onChange={onChange} /> : null}
    </fieldset>
  )
}
