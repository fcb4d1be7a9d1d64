'use client'
import { useState } from 'react'
import { Field, Textarea } from '@/components/ui/input'
import type { ClientRow } from '@/lib/domain/client-row'
import { plural } from '@/lib/format'
import { disableTheClient } from './actions'
import { ConfirmDialog } from './confirm-dialog'

/** Disable: the reversible way to stop a client, with its sessions. */
export function DisableDialog({ client, onClose }: { client: ClientRow; onClose: () => void }) {
  const [reason, setReason] = useState('Being looked into.')
  return (
    <ConfirmDialog
      title={`Disable ${client.name}`}
      description="Reversible: enable it at any time."
      verb="Disable"
      done={`Disabled ${client.name}`}
      act={() => disableTheClient({ clientId: client.id, reason })}
      onClose={onClose}
      facts={[
        'It can no longer authenticate: no session is issued to it, and it gets no answer about any token.',
        <>
          <b>{plural(client.liveSessions, 'live session')}</b> that it holds {client.liveSessions === 1 ? 'is' : 'are'}{' '}
          answered as not active from the next check on, at every enforcement point that asks. Tokens that are only
          verified by their signature work until they expire.
        </>,
        'Once enabled again, what has not expired by then is active again. To end sessions for good, revoke them.',
      ]}
    >
      <Field label="Reason, kept in the audit log">
        <Textarea data-autofocus required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmDialog>
  )
}
