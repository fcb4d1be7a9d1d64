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
import { useAnswer } from './use-answer'

type Props = {
  rows: SessionRow[]
  owners: { value: string; label: string }[]
  actions: SessionActions
  onClose: () => void
  onDone: () => void
}

const distinct = (ids: readonly string[]) => [...new Set(ids)]

/** What has to change hands: the grants, and the actors of the sessions without one. */
function ownedBy(rows: readonly SessionRow[]) {
  return {
    grant: distinct(rows.flatMap((row) => (row.grant ? [row.grant.id] : []))),
    identity: distinct(rows.flatMap((row) => (row.grant ? [] : [row.actor.id]))),
  }
}

function inWords({ grant, identity }: ReturnType<typeof ownedBy>): string {
  const grants = grant.length > 0 && plural(grant.length, 'grant')
  const actors = identity.length > 0 && plural(identity.length, 'actor without a grant', 'actors without a grant')
  return [grants, actors].filter(Boolean).join(' and ')
}

/** Names who answers for the selected sessions: for their grants, and for the actors of those without one. */
export function OwnerDialog({ rows, owners, actions, onClose, onDone }: Props) {
  const [ownerId, setOwnerId] = useState('')
  const { problem, ask } = useAnswer()
  const owned = ownedBy(rows)
  const assign = async () => {
    for (const kind of ['grant', 'identity'] as const) {
      const ids = owned[kind]
      if (ids.length > 0 && !(await ask(actions.assignOwner({ kind, ids, ownerId })))) return
    }
    const name = owners.find((owner) => owner.value === ownerId)?.label
    toast(<span>{`${name} answers for ${plural(rows.length, 'session')}`}</span>)
    onDone()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Assign an owner for ${plural(rows.length, 'session')}`}
      description={`The owner answers for ${inWords(owned)}, and for what they do later.`}
      footer={<OwnerFooter disabled={!ownerId} />}
      onSubmit={() => ownerId && assign()}
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

function OwnerFooter({ disabled }: { disabled: boolean }) {
  return (
    <>
      <DialogCancel />
      <Button size="lg" variant="ink" type="submit" disabled={disabled}>
        Assign owner
      </Button>
    </>
  )
}
