'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { type ClientRow, isSecretOld, type SecretRow } from '@/lib/domain/client-row'
import { SECRET_AGE_DAYS } from '@/lib/domain/client-terms'
import { revokeTheSecret } from './actions'
import { ConfirmDialog } from './confirm-dialog'

type Props = { client: ClientRow; secret: SecretRow; now: Date; canManage: boolean }

/** One live secret: its last four characters and its age, which is said where it is due for replacement. */
export function SecretLine({ client, secret, now, canManage }: Props) {
  const [isOpen, setOpen] = useState(false)
  const left = client.secrets.length - 1
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="code">…{secret.hint}</span>
      <span className="text-fg-3">
        made <RelativeTime at={secret.createdAt} now={now} />
      </span>
      {isSecretOld(secret, now) ? <Tag red>older than {SECRET_AGE_DAYS} d</Tag> : null}
      {canManage ? (
        <IconButton label={`Revoke secret …${secret.hint}`} onClick={() => setOpen(true)}>
          <X aria-hidden="true" />
        </IconButton>
      ) : null}
      {isOpen ? (
        <ConfirmDialog
          title={`Revoke secret …${secret.hint}`}
          description={`Of ${client.name}. Cannot be undone.`}
          verb="Revoke secret"
          done={`Revoked secret …${secret.hint}`}
          act={() => revokeTheSecret({ clientId: client.id, secretId: secret.id })}
          onClose={() => setOpen(false)}
          facts={[
            'Nobody can authenticate with it any more, from the next request on.',
            left > 0
              ? 'The other secret goes on working.'
              : 'It is the last one: the client cannot use a secret until it gets a new one.',
            'Sessions that were issued with it go on. Disable the client to stop those, too.',
          ]}
        />
      ) : null}
    </span>
  )
}
