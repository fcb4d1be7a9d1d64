import { Ban } from 'lucide-react'
import { LockButton } from '@/components/session/lock-button'
import { RevokeButton } from '@/components/session/revoke-button'
import { SessionOwnerCell } from '@/components/session/session-cells'
import { Link } from '@/components/ui/link'
import { ObjectHead } from '@/components/ui/object-head'
import { Status } from '@/components/ui/status'
import { Tag } from '@/components/ui/tag'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { SessionDetail } from '@/lib/queries/get-session'
import { sessionActions } from '../session-actions'

function issuerWords({ origin, connector }: SessionDetail): string {
  return origin === 'managed' ? 'managed, issued by Remit' : `observed by ${connector?.name ?? 'a source'}`
}

function Facts({ session }: { session: SessionDetail }) {
  const { id, status, owner, endedBy } = session
  const byWhom = status === 'completed' && endedBy === 'client' ? 'by its client' : undefined
  return (
    <>
      <Status word={status} detail={byWhom} className="text-13 font-medium" />
      <span className="code">{id}</span>
      <span className="max-md:hidden">{issuerWords(session)}</span>
      <span>
        {owner && !owner.hasLeft ? 'owner ' : ''}
        <b>
          <SessionOwnerCell owner={owner} />
        </b>
        {owner?.hasLeft ? `, ${owner.name} left` : ''}
      </span>
      {session.issuanceSeen ? null : <Tag>issuance not seen</Tag>}
    </>
  )
}

/** Who acts for whom, the status, the id, the owner, and what can be done. */
export function SessionHead({ ctx, session }: { ctx: Context; session: SessionDetail }) {
  const { id, actor, principal, status } = session
  const mayLock = isAllowed(ctx, 'lock-access')
  const title = (
    <>
      <Link href={`/identities/${actor.id}`}>{actor.name}</Link> <span className="text-fg-3">for</span>{' '}
      <Link href={`/identities/${principal.id}`}>{principal.name}</Link>
    </>
  )
  const actions = (
    <>
      {mayLock && (session.canLock || status === 'locked') ? (
        <LockButton sessionId={id} isLocked={status === 'locked'} actions={sessionActions} />
      ) : null}
      {isAllowed(ctx, 'revoke-access') && session.canRevoke ? (
        <RevokeButton
          sessionIds={[id]}
          lockable={mayLock && session.canLock ? [id] : []}
          actions={sessionActions}
          icon={<Ban aria-hidden="true" />}
        />
      ) : null}
    </>
  )
  return <ObjectHead title={title} facts={<Facts session={session} />} actions={actions} />
}
