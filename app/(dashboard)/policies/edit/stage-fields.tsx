'use client'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { MultiPick } from '@/components/ui/multi-pick'
import { Select } from '@/components/ui/select'
import type { Approvers, PeopleStage, PolicyStage, ReviewerStage } from '@/lib/domain/approval-policy'
import { NumberField, OptionalHours, SecondsField } from './amount-field'
import { approverChoices, fromChoice, toChoice, useChoices } from './choices'
import { WindowFields } from './window-fields'

/** A label beside its control. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-start gap-3 py-1 max-md:flex-wrap">
      <span className="w-44 shrink-0 pt-1.5 text-fg-2">{label}</span>
      <div className="min-w-0 flex-1 max-md:basis-full">{children}</div>
    </div>
  )
}

type PickProps = { label: string; from: readonly Approvers[]; onChange: (from: Approvers[]) => void }

function ApproverPick({ label, from, onChange }: PickProps) {
  const choices = useChoices()
  return (
    <MultiPick
      label={label}
      options={approverChoices(choices)}
      nameOf={(value) => choices.nameOf(value.slice(value.indexOf(':') + 1))}
      value={from.map(toChoice)}
      onChange={(values) => onChange(values.map(fromChoice))}
    />
  )
}

type PeopleProps = { stage: PeopleStage; onChange: (stage: PeopleStage) => void }

function TimeFields({ stage, onChange }: PeopleProps) {
  const { remindAfterHours, escalateAfterHours, escalateTo } = stage
  const set = (change: Partial<PeopleStage>) => onChange({ ...stage, ...change })
  return (
    <>
      <Line label="Reminded">
        <OptionalHours
          label="Reminded"
          fresh={4}
          value={remindAfterHours}
          onChange={(next) => set({ remindAfterHours: next })}
        />
      </Line>
      <Line label="Escalated">
        <OptionalHours
          label="Escalated"
          fresh={12}
          value={escalateAfterHours}
          onChange={(next) => set({ escalateAfterHours: next })}
        />
      </Line>
      {escalateAfterHours === null && escalateTo.length === 0 ? null : (
        <Line label="Then also">
          <ApproverPick label="Then also" from={escalateTo} onChange={(next) => set({ escalateTo: next })} />
        </Line>
      )}
    </>
  )
}

function PeopleFields({ stage, onChange }: PeopleProps) {
  const { votes, from, windows } = stage
  const set = (change: Partial<PeopleStage>) => onChange({ ...stage, ...change })
  return (
    <>
      <Line label="Votes needed">
        <NumberField label="Votes needed" min={1} value={votes} onChange={(next) => set({ votes: next })} />
      </Line>
      <Line label="From any of">
        <ApproverPick label="From any of" from={from} onChange={(next) => set({ from: next })} />
      </Line>
      <TimeFields stage={stage} onChange={onChange} />
      <WindowFields
        label="Votes are taken only in these hours; none = always"
        windows={windows}
        onChange={(next) => set({ windows: next.map((each) => ({ ...each, weekdays: [...each.weekdays] })) })}
      />
    </>
  )
}

type ReviewerProps = { stage: ReviewerStage; onChange: (stage: ReviewerStage) => void }

function SilenceField({ stage, onChange }: ReviewerProps) {
  return (
    <Line label="If it says nothing">
      <Select
        label="If it says nothing"
        className="max-w-72"
        options={[
          { value: 'go-on', label: 'the question goes on to people' },
          { value: 'lapse', label: 'the question lapses' },
        ]}
        value={stage.onSilence}
        onValueChange={(next) => onChange({ ...stage, onSilence: next === 'lapse' ? 'lapse' : 'go-on' })}
      />
    </Line>
  )
}

function ReviewerFields({ stage, onChange }: ReviewerProps) {
  const { reviewers } = useChoices()
  const { endpoint, mayDeny, waitHours } = stage
  return (
    <>
      <Line label="Reviewer">
        <Select
          label="Reviewer"
          className="max-w-72"
          placeholder={reviewers.length === 0 ? 'None is set up: Settings, Messages and webhooks' : 'Choose'}
          options={reviewers.map(({ id, name }) => ({ value: id, label: name }))}
          value={endpoint}
          onValueChange={(next) => onChange({ ...stage, endpoint: next })}
        />
      </Line>
      <Line label="May deny">
        <span className="flex h-8 items-center">
          <Checkbox checked={mayDeny} onChange={() => onChange({ ...stage, mayDeny: !mayDeny })}>
            It may deny; it never approves
          </Checkbox>
        </span>
      </Line>
      <Line label="Waited for">
        <SecondsField
          label="Waited for"
          value={waitHours * 3600}
          onChange={(seconds) => onChange({ ...stage, waitHours: seconds / 3600 })}
        />
      </Line>
      <SilenceField stage={stage} onChange={onChange} />
    </>
  )
}

type Props = {
  stage: PolicyStage
  position: number
  onChange: (stage: PolicyStage) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One stage: people and how many of them, or a reviewer outside. */
export function StageFields({ stage, position, onChange, onMove, onRemove }: Props) {
  const rename = (name: string) => onChange({ ...stage, name })
  return (
    <li className="border-t border-line py-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="w-6 text-fg-3 tabular-nums">{position}</span>
        <Input
          aria-label="Name of the stage"
          className="max-w-72"
          value={stage.name}
          onChange={(event) => rename(event.target.value)}
        />
        <span className="text-12 text-fg-3">{stage.kind === 'people' ? 'people' : 'a reviewer outside'}</span>
        <span className="ml-auto flex">
          <IconButton label="Earlier" onClick={() => onMove(-1)}>
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton label="Later" onClick={() => onMove(1)}>
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <IconButton label={`Remove the stage ${stage.name}`} onClick={onRemove}>
            <X aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <div className="pl-7.5 max-md:pl-0">
        {stage.kind === 'people' ? (
          <PeopleFields stage={stage} onChange={onChange} />
        ) : (
          <ReviewerFields stage={stage} onChange={onChange} />
        )}
      </div>
    </li>
  )
}
