'use client'
import { useState } from 'react'
import { useAnswer } from '@/components/session/use-answer'
import { PreciseList } from '@/components/ui/dialog-parts'
import { FormDialog } from '@/components/ui/form-dialog'
import type { ClientRow } from '@/lib/domain/client-row'
import { MAX_LIVE_SECRETS } from '@/lib/domain/client-terms'
import { rotateTheSecret } from './actions'
import { SecretDialog } from './secret-dialog'

type Props = { client: ClientRow; issuer: string; onClose: () => void }

function factsOf({ secrets }: ClientRow) {
  const [oldest] = secrets
  if (secrets.length < MAX_LIVE_SECRETS) {
    return [
      'A new secret is made and shown once.',
      secrets.length > 0
        ? 'The one in use goes on working until you revoke it, so that nothing stops meanwhile.'
        : null,
    ].filter((fact) => fact !== null)
  }
  return [
    <>
      The oldest secret, <b className="code">…{oldest?.hint}</b>, stops working at once.
    </>,
    'A new one is made and shown once. The other goes on working.',
  ]
}

/** Adds a secret, in place of the oldest where two are live, and tells it once. */
export function RotateDialog({ client, issuer, onClose }: Props) {
  const { problem, isBusy, ask } = useAnswer()
  const [secret, setSecret] = useState<string | null>(null)
  const isFull = client.secrets.length >= MAX_LIVE_SECRETS
  const rotate = async () => {
    const told = await ask(rotateTheSecret({ clientId: client.id, revokeOldest: isFull }))
    if (told) setSecret(told.secret)
  }
  if (secret) {
    const told = { clientId: client.id, name: client.name, secret, issuer, checks: client.systems.length > 0 }
    return <SecretDialog told={told} onClose={onClose} />
  }
  return (
    <FormDialog
      title={`Rotate the secret of ${client.name}`}
      description="Two secrets may be live at once, for as long as it takes to hand over."
      verb={isFull ? 'Replace the oldest' : 'Add a secret'}
      ends={isFull}
      isBusy={isBusy}
      problem={problem}
      onSubmit={() => void rotate()}
      onClose={onClose}
    >
      <PreciseList facts={factsOf(client)} />
    </FormDialog>
  )
}
