import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { ObjectHead } from '@/components/ui/object-head'
import { OwnerCell } from '@/components/ui/owner-cell'
import { Tag } from '@/components/ui/tag'
import type { SystemDetail } from '@/lib/queries/get-system'

/** Name, tier, environment, where it is known from, and who answers for it. */
export function SystemHead({ system, actions }: { system: SystemDetail; actions: ReactNode }) {
  const { tier, environment, kind, source, owner, resourceUri } = system
  const facts = (
    <>
      <Tag>tier {tier}</Tag>
      <Tag>{environment === 'unknown' ? 'environment unknown' : environment}</Tag>
      <b>{kind.replace('-', ' ')}</b>
      <span className="code">{system.id}</span>
      {resourceUri ? <span className="code break-all">{resourceUri}</span> : null}
      <span>{source ? `known from ${source}` : 'registered in Remit'}</span>
      {owner ? (
        <span>
          owner{' '}
          <Link href={`/identities/${owner.id}`} className="text-fg-2">
            {owner.name}
          </Link>
          {owner.hasLeft ? <span className="text-danger-fg">, has left</span> : null}
        </span>
      ) : (
        <OwnerCell owner={null} />
      )}
    </>
  )
  return <ObjectHead title={system.name} facts={facts} actions={actions} />
}
