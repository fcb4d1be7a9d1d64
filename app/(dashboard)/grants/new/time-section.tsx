'use client'
import { Field, Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { useZone } from '@/components/ui/zone-context'
import type { FormStands } from '@/lib/domain/request-form'
import { formatDuration, fromWallClock, toWallClock } from '@/lib/format'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR
const TTLS = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, DAY, 7 * DAY]
const LENGTHS = [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY]

/** The usual lengths, and the one that stands where it is none of them. */
function lengths(usual: number[], seconds: number) {
  const all = usual.includes(seconds) ? usual : [...usual, seconds].sort((a, b) => a - b)
  return all.map((each) => ({ value: String(each), label: formatDuration(each) }))
}

const toLocal = (iso: string | null, zone: string) => (iso ? toWallClock(iso, zone) : '')
const toIso = (value: string, zone: string) => (value ? fromWallClock(value, zone).toISOString() : null)

const KINDS: Record<FormStands['kind'], FormStands> = {
  for: { kind: 'for', seconds: 30 * DAY },
  until: { kind: 'until', at: null },
  permanent: { kind: 'permanent' },
}

function End({ stands, onChange }: { stands: FormStands; onChange: (stands: FormStands) => void }) {
  const zone = useZone()
  if (stands.kind === 'permanent')
    return <p className="self-end pb-1.5 text-high-fg">No rule approves what never ends; people are asked each time.</p>
  if (stands.kind === 'for')
    return (
      <div>
        <span className="mb-1 block text-12 text-fg-2">Length, from the approval on</span>
        <Select
          label="Length, from the approval on"
          options={lengths(LENGTHS, stands.seconds)}
          value={String(stands.seconds)}
          onValueChange={(value) => onChange({ kind: 'for', seconds: Number(value) })}
        />
      </div>
    )
  return (
    <Field label={`Ends, ${zone}`}>
      <Input
        type="datetime-local"
        value={toLocal(stands.at, zone)}
        onChange={(event) => onChange({ kind: 'until', at: toIso(event.target.value, zone) })}
      />
    </Field>
  )
}

function Stands({ form, set }: FormPart) {
  const { stands, change } = form
  return (
    <div className="mt-3 grid gap-3 md:grid-cols-2">
      <div>
        <span className="mb-1 block text-12 text-fg-2">{change === 'extend' ? 'Stands' : 'The grant stands'}</span>
        <Segmented
          label="How long the grant stands"
          value={stands.kind}
          segments={[
            { value: 'for', label: 'For a length' },
            { value: 'until', label: 'Until a day' },
            { value: 'permanent', label: 'Without an end' },
          ]}
          onSelect={(kind) => set({ stands: KINDS[kind as FormStands['kind']] })}
        />
      </div>
      <End stands={stands} onChange={(next) => set({ stands: next })} />
    </div>
  )
}

/** How long each session lives, how long the grant stands, and from when. */
export function TimeSection({ form, set }: FormPart) {
  const zone = useZone()
  const isNew = form.change === 'new' || form.change === 'renew'
  return (
    <FormSection id="how-long" title="For how long" note={isNew ? 'the clock starts at the approval' : undefined}>
      {form.change === 'extend' ? null : (
        <div className="grid gap-3 md:grid-cols-2">
          <div>
            <span className="mb-1 block text-12 text-fg-2">Each session lives at most</span>
            <Select
              label="Each session lives at most"
              options={lengths(TTLS, form.maxSessionTtlSeconds)}
              value={String(form.maxSessionTtlSeconds)}
              onValueChange={(value) => set({ maxSessionTtlSeconds: Number(value) })}
            />
          </div>
          {isNew ? (
            <Field label={`Starts, ${zone}`} hint="Empty: with the approval">
              <Input
                type="datetime-local"
                value={toLocal(form.startsAt, zone)}
                onChange={(event) => set({ startsAt: toIso(event.target.value, zone) })}
              />
            </Field>
          ) : null}
        </div>
      )}
      <Stands form={form} set={set} />
    </FormSection>
  )
}
