'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, Input } from '@/components/ui/input'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'

/** A whole number of at least `least`; empty is none. */
function wholeNumber(text: string, least: number, most: number): number | null {
  const value = Math.trunc(Number(text))
  return text === '' || Number.isNaN(value) ? null : Math.min(most, Math.max(least, value))
}

function Numbers({ form, set }: FormPart) {
  const { maxChainDepth, maxConcurrentSessions, idleTimeoutSeconds } = form
  return (
    <div className="mt-3 grid gap-3 md:grid-cols-3">
      <Field label="Handed on at most so deep" hint="0: no further delegation">
        <Input
          type="number"
          min={0}
          max={10}
          value={maxChainDepth}
          onChange={(event) => set({ maxChainDepth: wholeNumber(event.target.value, 0, 10) ?? 0 })}
        />
      </Field>
      <Field label="At once" hint="Empty: no limit">
        <Input
          type="number"
          min={1}
          value={maxConcurrentSessions ?? ''}
          onChange={(event) => set({ maxConcurrentSessions: wholeNumber(event.target.value, 1, 100_000) })}
        />
      </Field>
      <Field label="Ends after so many minutes without a use" hint="Empty: only at its end">
        <Input
          type="number"
          min={1}
          value={idleTimeoutSeconds === null ? '' : Math.round(idleTimeoutSeconds / 60)}
          onChange={(event) => {
            const minutes = wholeNumber(event.target.value, 1, 525_600)
            set({ idleTimeoutSeconds: minutes === null ? null : minutes * 60 })
          }}
        />
      </Field>
    </div>
  )
}

/** What else bounds each session. */
export function LimitsSection({ form, set }: FormPart) {
  return (
    <FormSection id="limits" title="Each session">
      <div className="grid gap-1.5 max-md:gap-3">
        <Checkbox
          checked={form.requiresSessionApproval}
          onChange={(event) => set({ requiresSessionApproval: event.target.checked })}
        >
          Is approved by a person, each time
        </Checkbox>
        <Checkbox checked={form.requiresDpop} onChange={(event) => set({ requiresDpop: event.target.checked })}>
          Has a token that is bound to a key of its holder (DPoP)
        </Checkbox>
      </div>
      <Numbers form={form} set={set} />
    </FormSection>
  )
}
