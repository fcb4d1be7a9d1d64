'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { MultiPick } from '@/components/ui/multi-pick'
import { Segmented } from '@/components/ui/segmented'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import { NumberField, SecondsField } from './amount-field'
import { useChoices } from './choices'
import type { Edit } from './draft'
import { Line } from './stage-fields'
import { WindowFields } from './window-fields'

const TIERS = [1, 2, 3] as const

type Props = { policy: ApprovalPolicy; set: (change: Partial<ApprovalPolicy>) => void }

function Groups({ label, value, onChange }: { label: string; value: string[]; onChange: (ids: string[]) => void }) {
  const { groups, nameOf } = useChoices()
  const options = groups.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <MultiPick label={label} options={options} nameOf={nameOf} value={value} onChange={onChange} verb="Add a group" />
  )
}

function WhoDecides({ policy, set }: Props) {
  const { barActorOwner, stepUp } = policy
  const toggle = (tier: 1 | 2 | 3) =>
    set({ stepUp: { ...stepUp, tiers: TIERS.filter((each) => (each === tier) !== stepUp.tiers.includes(each)) } })
  return (
    <>
      <Line label="Owner of the actor">
        <span className="flex h-8 items-center">
          <Checkbox checked={barActorOwner} onChange={() => set({ barActorOwner: !barActorOwner })}>
            May not decide on what the actor is given
          </Checkbox>
        </span>
      </Line>
      <Line label="Step-up for systems of">
        <span className="flex h-8 items-center gap-3.5">
          {TIERS.map((tier) => (
            <Checkbox key={tier} checked={stepUp.tiers.includes(tier)} onChange={() => toggle(tier)}>
              tier {tier}
            </Checkbox>
          ))}
        </span>
      </Line>
      <Line label="Signed in within">
        <span className="flex items-center gap-1.5">
          <NumberField
            label="Signed in within, minutes"
            min={1}
            value={stepUp.withinMinutes}
            onChange={(withinMinutes) => set({ stepUp: { ...stepUp, withinMinutes } })}
          />
          minutes
        </span>
      </Line>
    </>
  )
}

function Consent({ policy: { consent }, set }: Props) {
  return (
    <>
      <Line label="The rules agree for">
        <Groups
          label="Groups for whose people the rules agree"
          value={consent.groups}
          onChange={(groups) => set({ consent: { ...consent, groups } })}
        />
        <p className="text-12 text-fg-3">They are told. Everybody else is asked before somebody acts in their name.</p>
      </Line>
      <Line label="People without an account">
        <Segmented
          label="People without an account"
          value={consent.withoutAccount}
          onSelect={(chosen) =>
            set({ consent: { ...consent, withoutAccount: chosen === 'refused' ? 'refused' : 'agreed' } })
          }
          segments={[
            { value: 'agreed', label: 'the rules agree for them' },
            { value: 'refused', label: 'nothing in their name' },
          ]}
        />
      </Line>
    </>
  )
}

function BreakGlass({ policy: { breakGlass }, set }: Props) {
  const change = (next: Partial<typeof breakGlass>) => set({ breakGlass: { ...breakGlass, ...next } })
  return (
    <>
      <Line label="May break the glass">
        <Groups
          label="Groups that may break the glass"
          value={breakGlass.groups}
          onChange={(groups) => change({ groups })}
        />
        <p className="text-12 text-fg-3">Without a group: approvers and admins.</p>
      </Line>
      <Line label="For at most">
        <SecondsField
          label="For at most"
          value={breakGlass.maxSeconds}
          onChange={(maxSeconds) => change({ maxSeconds })}
        />
        <p className="text-12 text-fg-3">An hour is the most there is.</p>
      </Line>
      <Line label="Reviewed within">
        <SecondsField
          label="Reviewed within"
          value={breakGlass.reviewDueHours * 3600}
          onChange={(seconds) => change({ reviewDueHours: seconds / 3600 })}
        />
      </Line>
    </>
  )
}

/** What holds besides the rules: who may not decide, step-up, consent, break-glass, office hours. */
export function SettingsFields({ policy, onEdit }: { policy: ApprovalPolicy; onEdit: (by: Edit) => void }) {
  const set = (change: Partial<ApprovalPolicy>) => onEdit({ kind: 'set', change })
  const fields = { policy, set }
  const heads = [
    { title: 'Who decides', body: <WhoDecides {...fields} /> },
    { title: 'Consent', body: <Consent {...fields} /> },
    { title: 'Break-glass', body: <BreakGlass {...fields} /> },
  ]
  return (
    <>
      {heads.map(({ title, body }) => (
        <section key={title} aria-label={title} className="border-b border-line py-3">
          <h3 className="mb-1 text-13 font-semibold">{title}</h3>
          {body}
        </section>
      ))}
      <section aria-label="Office hours" className="py-3">
        <h3 className="mb-1 text-13 font-semibold">Office hours</h3>
        <WindowFields
          label="Approvals outside are told in approval quality; none = not known"
          windows={policy.officeHours}
          onChange={(hours) => set({ officeHours: hours.map((each) => ({ ...each, weekdays: [...each.weekdays] })) })}
        />
      </section>
    </>
  )
}
