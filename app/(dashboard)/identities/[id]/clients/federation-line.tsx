'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Tag } from '@/components/ui/tag'
import type { ClientRow, FederationRow } from '@/lib/domain/client-row'
import { removeTheFederation } from './actions'
import { ConfirmDialog } from './confirm-dialog'

type Props = { client: ClientRow; federation: FederationRow; canManage: boolean }

/** One rule by which an ID token is the client. */
export function FederationLine({ client, federation, canManage }: Props) {
  const [isOpen, setOpen] = useState(false)
  const { id, issuerName, isTrusted, audience, conditions } = federation
  return (
    <span className="flex items-start gap-1.5">
      <span className="min-w-0">
        {issuerName} {isTrusted ? null : <Tag red>not trusted any more</Tag>}
        <span className="text-fg-3"> for </span>
        <span className="code break-all">{audience}</span>
        {Object.entries(conditions).map(([claim, patterns]) => (
          <span key={claim} className="block">
            <span className="code break-all">
              {claim} = {patterns.join(' | ')}
            </span>
          </span>
        ))}
      </span>
      {canManage ? (
        <IconButton label={`Remove the federation with ${issuerName}`} onClick={() => setOpen(true)}>
          <X aria-hidden="true" />
        </IconButton>
      ) : null}
      {isOpen ? (
        <ConfirmDialog
          title={`Remove the federation with ${issuerName}`}
          description={`ID tokens for ${audience} are ${client.name} no more.`}
          verb="Remove federation"
          done={`Removed the federation with ${issuerName}`}
          act={() => removeTheFederation({ clientId: client.id, federationId: id })}
          onClose={() => setOpen(false)}
          facts={[
            'No ID token under this rule is taken any more, from the next request on.',
            'Sessions that were issued with it go on.',
          ]}
        />
      ) : null}
    </span>
  )
}
