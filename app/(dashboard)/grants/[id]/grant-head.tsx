import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { ObjectHead } from '@/components/ui/object-head'
import { OwnerCell } from '@/components/ui/owner-cell'
import { Status } from '@/components/ui/status'
import { KindIcon } from '@/components/ui/who'
import type { GrantDetail } from '@/lib/queries/get-grant'

/** Name, status, id, where it is from, who acts for whom, and who answers for it. */
export function GrantHead({ grant, actions }: { grant: GrantDetail; actions: ReactNode }) {
  const { owner, origin, source, principal, actor } = grant
  const from = origin === 'managed' ? 'managed, issued by Remit' : `observed in ${source ?? 'a source'}`
  const facts = (
    <>
      <Status word={grant.status} />
      <span className="code">{grant.id}</span>
      <b>{from}</b>
      <span className="flex items-center gap-1">
        <KindIcon kind={actor.kind} />
        <Link href={`/identities/${actor.id}`} className="text-fg-2">
          {actor.name}
        </Link>{' '}
        for{' '}
        <Link href={`/identities/${principal.id}`} className="text-fg-2">
          {principal.name}
        </Link>
      </span>
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
  return <ObjectHead title={grant.name} facts={facts} actions={actions} />
}
