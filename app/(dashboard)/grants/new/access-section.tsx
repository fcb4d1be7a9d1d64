'use client'
import { Who } from '@/components/ui/who'
import type { FormTarget, RequestForm } from '@/lib/domain/request-form'
import { findTheSystems } from './actions'
import type { FormPart } from './form-part'
import { FormSection } from './form-section'
import { Picker } from './picker'
import { TargetEditor } from './target-editor'

/** What may be done on which systems: each with its permissions, and where only there. */
export function AccessSection({ form, set }: FormPart) {
  const { targets } = form
  const change = (index: number, target: FormTarget | null, rest: Partial<RequestForm> = {}) =>
    set({ ...rest, targets: targets.flatMap((each, at) => (at === index ? (target ?? []) : each)) })
  return (
    <FormSection id="what" title="What, on which systems">
      {targets.map((target, index) => (
        <TargetEditor
          key={target.system.id}
          target={target}
          onChange={(next, rest) => change(index, next, rest)}
          onRemove={() => change(index, null)}
        />
      ))}
      <div className="md:max-w-90">
        <Picker
          key={targets.length}
          label="System"
          placeholder={targets.length > 0 ? 'Another system' : 'Find a system'}
          find={findTheSystems}
          idOf={({ id }) => id}
          show={({ name, tier, environment }) => (
            <>
              <Who kind="system" name={name} />
              <span className="ml-auto shrink-0 text-12 text-fg-3">
                tier {tier}, {environment}
              </span>
            </>
          )}
          onPick={(system) => {
            if (targets.some((target) => target.system.id === system.id)) return
            set({ targets: [...targets, { system, permissions: [], tenants: [], resources: [] }] })
          }}
        />
      </div>
    </FormSection>
  )
}
