'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { EndpointFormat, EndpointKind } from '@/lib/domain/endpoint'
import { CHANNEL_KINDS, KIND_WORDS } from '@/lib/domain/message'
import type { Person } from './endpoints-section'

type ChannelKind = (typeof CHANNEL_KINDS)[number]

/** What is typed in for an endpoint of any kind. `member`: a public id; `everybody` for a channel of many. */
export type EndpointForm = {
  name: string
  url: string
  format: EndpointFormat
  kinds: ChannelKind[]
  member: string
  keyPath: string
  statusPath: string
  closed: string
}

export const emptyForm: EndpointForm = {
  ...{ name: '', url: '', format: 'remit', kinds: [...CHANNEL_KINDS], member: 'everybody' },
  ...{ keyPath: 'issue.key', statusPath: 'issue.fields.status.name', closed: 'Done, Closed, Resolved' },
}

/** What `createEndpoint` takes. */
export function readForm(kind: EndpointKind, form: EndpointForm) {
  const { name, url, format, kinds, member, keyPath, statusPath, closed } = form
  if (kind === 'reviewer') return { kind, name, url }
  if (kind === 'notify') return { kind, name, url, format, kinds, member: member === 'everybody' ? null : member }
  const closedStatuses = closed.split(',').map((word) => word.trim())
  return { kind, name, keyPath, statusPath, closedStatuses: closedStatuses.filter(Boolean) }
}

type Fields = { form: EndpointForm; set: (change: Partial<EndpointForm>) => void }
/** `people` null: whose it is stands already. */
type Props = Fields & { kind: EndpointKind; people: Person[] | null }

/** The fields of the dialogs that add an endpoint and change one. */
export function EndpointFields({ kind, form, set, people }: Props) {
  return (
    <>
      <Field label="Name">
        <Input required data-autofocus value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      {kind === 'ticket' ? (
        <TicketFields form={form} set={set} />
      ) : (
        <Field label="Address" hint="https, or on this machine." className="mt-3.5">
          <Input
            required
            className="font-mono"
            placeholder="https://hooks.example.com/remit"
            value={form.url}
            onChange={(event) => set({ url: event.target.value })}
          />
        </Field>
      )}
      {kind === 'notify' ? <ChannelFields form={form} set={set} people={people} /> : null}
    </>
  )
}

function TicketFields({ form, set }: Fields) {
  const text = (key: 'keyPath' | 'statusPath' | 'closed') => ({
    required: true,
    value: form[key],
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  })
  return (
    <>
      <Field label="Where the ticket stands" hint="A path in the JSON it sends." className="mt-3.5">
        <Input className="font-mono" {...text('keyPath')} />
      </Field>
      <Field label="Where its state stands" className="mt-3.5">
        <Input className="font-mono" {...text('statusPath')} />
      </Field>
      <Field label="States that mean it is closed" hint="Commas between." className="mt-3.5">
        <Input {...text('closed')} />
      </Field>
    </>
  )
}

function FormatField({ form, set }: Fields) {
  return (
    <div className="mt-3.5">
      <p className="mb-1 text-12 text-fg-2">Format</p>
      <Segmented
        label="Format"
        value={form.format}
        onSelect={(value) => set({ format: value === 'slack' ? 'slack' : 'remit' })}
        segments={[
          { value: 'remit', label: 'JSON' },
          { value: 'slack', label: 'Slack' },
        ]}
      />
    </div>
  )
}

function KindFields({ form, set }: Fields) {
  const toggle = (kind: ChannelKind) =>
    set({ kinds: form.kinds.includes(kind) ? form.kinds.filter((each) => each !== kind) : [...form.kinds, kind] })
  return (
    <fieldset className="mt-3.5">
      <legend className="mb-1 text-12 text-fg-2">Told of</legend>
      {CHANNEL_KINDS.map((kind) => (
        <div key={kind} className="flex min-h-7 items-center max-md:min-h-10">
          <Checkbox checked={form.kinds.includes(kind)} onChange={() => toggle(kind)}>
            {KIND_WORDS[kind]}
          </Checkbox>
        </div>
      ))}
    </fieldset>
  )
}

function OwnerField({ form, set, people }: Fields & { people: Person[] }) {
  return (
    <div className="mt-3.5">
      <p className="mb-1 text-12 text-fg-2">Whose it is</p>
      <Select
        label="Whose it is"
        value={form.member}
        onValueChange={(member) => set({ member })}
        options={[{ value: 'everybody', label: 'A channel of many' }, ...people]}
      />
      <p className="mt-1 text-12 text-fg-3">
        One member’s own is told what they are mailed, with their links to decide by.
      </p>
    </div>
  )
}

function ChannelFields({ form, set, people }: Fields & Pick<Props, 'people'>) {
  return (
    <>
      <FormatField form={form} set={set} />
      {people ? <OwnerField form={form} set={set} people={people} /> : null}
      {form.member === 'everybody' ? <KindFields form={form} set={set} /> : null}
    </>
  )
}
