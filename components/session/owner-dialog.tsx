'use client'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogCancel } from '@/components/ui/dialog'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Select } from '@/components/ui/select'
import type { SessionRow } from '@/lib/domain/session-row'
import { plural } from '@/lib/format'
import type { SessionActions } from './session-actions'

type Props = {
  rows: SessionRow[]
  owners: { value: string; label: string }[]
  actions: SessionActions
  onClose: () => void
  onDone: () => void
}

const distinct = (ids: readonly string[]) => [...new Set(ids)]

/** Names who answers for the selected sessions: for their grants, and for the actors of those without one. */
export function OwnerDialog({ rows, owners, actions, onClose, onDone }: Props) {
  const [ownerId, setOwnerId] = useState('')
  const [problem, setProblem] = useState<{ code: string; message: string } | null>(null)
  const grants = distinct(rows.flatMap((row) => (row.grant ? [row.grant.id] : [])))
  const actors = distinct(rows.flatMap((row) => (row.grant ? [] : [row.actor.id])))
  const assign = async () => {
    for (const [kind, ids] of [
      ['grant', grants],
      ['identity', actors],
    ] as const) {
      const answer = ids.length > 0 && ownerId ? await actions.assignOwner({ kind, ids: [...ids], ownerId }) : null
      if (answer && !answer.ok) return setProblem(answer.problem)
    }
    const name = owners.find((owner) => owner.value === ownerId)?.label
    toast(<span>{`${name} answers for ${plural(rows.length, 'session')}`}</span>)
    onDone()
  }
  const parts = [
    grants.length > 0 && plural(grants.length, 'grant'),
    actors.length > 0 && plural(actors.length, 'actor without a grant', 'actors without a grant'),
  ].filter(Boolean)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Assign an owner for ${plural(rows.length, 'session')}`}
      description={`The owner answers for ${parts.join(' and ')}, and for what they do later.`}
      footer={
        <>
          <DialogCancel />
          <Button size="lg" variant="ink" type="submit" disabled={!ownerId}>
            Assign owner
          </Button>
        </>
      }
      onSubmit={assign}
    >
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      <Select
        label="Owner"
        placeholder="Choose a person or a team"
        options={owners}
        value={ownerId}
        onValueChange={setOwnerId}
      />
    </Dialog>
  )
}
