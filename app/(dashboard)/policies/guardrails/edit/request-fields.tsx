'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { GUARDRAIL_ACTIONS, type GuardrailRequest } from '@/lib/domain/guardrail'
import { ENVIRONMENTS, IDENTITY_KINDS, SYSTEM_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

type Props = { request: GuardrailRequest; onChange: (request: GuardrailRequest) => void }
type Choosing<T extends string> = { label: string; value: T; all: readonly T[]; onChange: (value: T) => void }

function Choice<T extends string>({ label, value, all, onChange }: Choosing<T>) {
  return (
    <Field label={label}>
      <Select
        label={label}
        value={value}
        options={all.map((each) => ({ value: each, label: each }))}
        onValueChange={(next) => onChange(all.find((each) => each === next) ?? value)}
      />
    </Field>
  )
}

type Typing = {
  label: string
  value: string
  hint?: string
  type?: 'text' | 'number'
  onChange: (value: string) => void
}

function Line({ label, value, hint, type = 'text', onChange }: Typing) {
  return (
    <Field label={label} hint={hint}>
      <Input type={type} value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}

type Party = GuardrailRequest['actor']

function PartyFields({ who, party, onChange }: { who: string; party: Party; onChange: (party: Party) => void }) {
  return (
    <>
      <Line label={who} value={party.name} onChange={(name) => onChange({ ...party, name })} />
      <Choice
        label={`${who} is a`}
        value={party.kind}
        all={IDENTITY_KINDS}
        onChange={(kind) => onChange({ ...party, kind })}
      />
      <Checkbox
        checked={party.isThirdParty}
        onChange={(event) => onChange({ ...party, isThirdParty: event.target.checked })}
      >
        third party
      </Checkbox>
      <Words label={`${who}’s groups`} value={party.groups} onChange={(groups) => onChange({ ...party, groups })} />
    </>
  )
}

/** Words apart by commas; what is being typed is kept as it is. */
function Words({ label, value, onChange }: { label: string; value: string[]; onChange: (words: string[]) => void }) {
  return (
    <Field label={label}>
      <Input
        placeholder="apart by commas"
        defaultValue={value.join(', ')}
        onChange={(event) => onChange(event.target.value.split(',').flatMap((word) => word.trim() || []))}
      />
    </Field>
  )
}

function SystemFields({ request, onChange }: Props) {
  const { system } = request
  const change = (over: Partial<typeof system>) => onChange({ ...request, system: { ...system, ...over } })
  return (
    <>
      <Line label="System (key)" value={system.key} onChange={(key) => change({ key, name: key })} />
      <Choice label="System is a" value={system.kind} all={SYSTEM_KINDS} onChange={(kind) => change({ kind })} />
      <Choice
        label="Tier"
        value={`${system.tier}`}
        all={['1', '2', '3']}
        onChange={(tier) => change({ tier: tier === '1' ? 1 : tier === '2' ? 2 : 3 })}
      />
      <Choice
        label="Environment"
        value={system.environment}
        all={ENVIRONMENTS}
        onChange={(environment) => change({ environment })}
      />
    </>
  )
}

const whole = (text: string, most: number) => Math.min(most, Math.max(0, Math.floor(Number(text) || 0)))

function Levels({ request, onChange }: Props) {
  const { accessLevels } = request
  return (
    <fieldset className="col-span-2 flex flex-wrap gap-x-3 gap-y-1.5">
      <legend className="mb-1 text-12 text-fg-2">Access levels</legend>
      {ACCESS_LEVELS.map((level) => (
        <Checkbox
          key={level}
          checked={accessLevels.includes(level)}
          onChange={({ target }) => {
            const others = accessLevels.filter((each) => each !== level)
            onChange({ ...request, accessLevels: target.checked ? [...others, level] : others })
          }}
        >
          {level}
        </Checkbox>
      ))}
    </fieldset>
  )
}

function TermFields({ request, onChange }: Props) {
  const change = (over: Partial<GuardrailRequest>) => onChange({ ...request, ...over })
  const { breadth, ttlSeconds, ticket, purpose, hour, weekday, isPermanent } = request
  return (
    <>
      <Line
        label="Breadth, 0–100"
        type="number"
        value={`${breadth}`}
        onChange={(text) => change({ breadth: whole(text, 100) })}
      />
      <Line
        label="Session lives, in seconds"
        type="number"
        value={`${ttlSeconds}`}
        onChange={(text) => change({ ttlSeconds: whole(text, 31_536_000) })}
      />
      <Line label="Ticket" value={ticket ?? ''} onChange={(text) => change({ ticket: text || undefined })} />
      <Line label="Purpose" value={purpose ?? ''} onChange={(text) => change({ purpose: text || undefined })} />
      <Line label="Hour, 0–23" type="number" value={`${hour}`} onChange={(text) => change({ hour: whole(text, 23) })} />
      <Line
        label="Weekday, 1 is Monday"
        type="number"
        value={`${weekday}`}
        onChange={(text) => change({ weekday: Math.max(1, whole(text, 7)) })}
      />
      <Checkbox checked={isPermanent} onChange={(event) => change({ isPermanent: event.target.checked })}>
        never ends
      </Checkbox>
    </>
  )
}

/** A request to try: who acts for whom, on what, how far and how long. */
export function RequestFields({ request, onChange }: Props) {
  const change = (over: Partial<GuardrailRequest>) => onChange({ ...request, ...over })
  return (
    <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2.5">
      <Choice label="When" value={request.action} all={GUARDRAIL_ACTIONS} onChange={(action) => change({ action })} />
      <Words label="Permissions" value={request.permissions} onChange={(permissions) => change({ permissions })} />
      <PartyFields who="Actor" party={request.actor} onChange={(actor) => change({ actor })} />
      <PartyFields who="Principal" party={request.principal} onChange={(principal) => change({ principal })} />
      <SystemFields request={request} onChange={onChange} />
      <Levels request={request} onChange={onChange} />
      <TermFields request={request} onChange={onChange} />
    </div>
  )
}
