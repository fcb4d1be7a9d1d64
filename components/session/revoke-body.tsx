import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Outcomes, PreciseList } from '@/components/ui/dialog-parts'
import { Segmented } from '@/components/ui/segmented'
import type { RevocationOutcome, RevocationPreview } from '@/lib/domain/revocation-preview'
import { factsOf, outcomesOf } from './revocation-facts'
import { RevocationTree } from './revocation-tree'

type Switch = { on: boolean; set: (on: boolean) => void }

function WhatFalls({
  preview,
  outcome,
  keep,
}: {
  preview: RevocationPreview
  outcome: RevocationOutcome
  keep: Switch
}) {
  const canKeep = !preview.grant && preview.keepChildren.leftOut['kept-under-its-own-grant'] > 0
  return (
    <section className="mt-3.5">
      <div className="mb-0.5 flex min-h-6 flex-wrap items-center justify-between gap-1">
        <h3 className="text-13">What falls {outcome.selected === 1 ? 'with it' : 'with them'}</h3>
        {canKeep ? (
          <Segmented
            label="Children"
            size="sm"
            value={keep.on ? 'keep' : 'cut'}
            onSelect={(value) => keep.set(value === 'keep')}
            segments={[
              { value: 'cut', label: 'Cut all' },
              { value: 'keep', label: 'Keep children under another grant' },
            ]}
          />
        ) : null}
      </div>
      <RevocationTree nodes={outcome.tree} now={preview.now} />
    </section>
  )
}

/** The body of the dialog: three figures, the reason, what falls, and what this does, precisely. The reason is there
 *  from the start, so that it has focus before the rest is known. */
export function RevokeBody(props: {
  preview: RevocationPreview | null
  outcome: RevocationOutcome | null
  reason: ReactNode
  keep: Switch
  suspend: Switch
}) {
  const { preview, outcome, reason, keep, suspend } = props
  const suspends = (
    <span className="mt-1 block text-fg">
      <Checkbox checked={suspend.on} onChange={(event) => suspend.set(event.target.checked)}>
        Suspend the {outcome?.managedGrants === 1 ? 'grant' : 'grants'} too
      </Checkbox>
    </span>
  )
  const canSuspend = preview && !preview.grant && outcome && outcome.managedGrants > 0
  return (
    <>
      {preview && outcome ? <Outcomes outcomes={outcomesOf(outcome, preview)} /> : null}
      {reason}
      {preview && outcome ? (
        <>
          {outcome.tree.length > 0 ? <WhatFalls preview={preview} outcome={outcome} keep={keep} /> : null}
          <PreciseList facts={factsOf(preview, outcome, canSuspend ? suspends : null)} />
        </>
      ) : null}
    </>
  )
}
