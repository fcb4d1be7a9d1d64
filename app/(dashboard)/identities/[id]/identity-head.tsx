import type { ReactNode } from 'react'
import { IdentityStatusWord } from '@/components/identity/identity-status-word'
import { Link } from '@/components/ui/link'
import { ObjectHead } from '@/components/ui/object-head'
import { OwnerCell } from '@/components/ui/owner-cell'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { KindIcon } from '@/components/ui/who'
import type { IdentityDetail } from '@/lib/queries/get-identity'

function Owner({ identity }: { identity: IdentityDetail }) {
  const { owner, needsOwner } = identity
  if (!owner) return needsOwner ? <OwnerCell owner={null} /> : <span>answers for itself</span>
  return (
    <span>
      owner{' '}
      <Link href={`/identities/${owner.id}`} className="text-fg-2">
        {owner.name}
      </Link>
      {owner.hasLeft ? <span className="text-danger-fg">, has left</span> : null}
    </span>
  )
}

/** Name, kind, status, who answers for it, and when it was seen. */
export function IdentityHead({ identity, now, actions }: { identity: IdentityDetail; now: Date; actions: ReactNode }) {
  const { kind, status, email, source, lastSeenAt, isThirdParty, externalId } = identity
  const facts = (
    <>
      <IdentityStatusWord status={status} />
      <span className="flex items-center gap-1">
        <KindIcon kind={kind} /> {kind}
      </span>
      {isThirdParty ? <Tag>third party</Tag> : null}
      <span className="code">{identity.id}</span>
      {email ? <b>{email}</b> : null}
      {externalId ? <span className="code break-all">{externalId}</span> : null}
      <Owner identity={identity} />
      <span>{source ? `known from ${source}` : 'registered in Remit'}</span>
      <span>
        last seen <RelativeTime at={lastSeenAt} now={now} absent="not reported" />
      </span>
    </>
  )
  return <ObjectHead title={identity.name} facts={facts} actions={actions} />
}
