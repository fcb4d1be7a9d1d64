import { OwnerCell } from '@/components/ui/owner-cell'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { Who } from '@/components/ui/who'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import type { SessionRow } from '@/lib/domain/session-row'
import { formatDuration, percentFigure } from '@/lib/format'
import { Until } from './until'

/** Actor *for* principal; a session whose issuing event is missing says so. */
export function ActorCell({ row }: { row: SessionRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Who kind={row.actor.kind} name={row.actor.name} for={row.principal.name} />
      {row.issuanceSeen ? null : <Tag>issuance not seen</Tag>}
    </span>
  )
}

/** The share of the granted weight that was never used; what nobody can tell is *unknown*. */
export function UnusedCell({ share }: { share: number | null }) {
  if (share === null) return <span className="text-fg-3">unknown</span>
  return (
    <>
      {percentFigure(share)}
      <span className="text-fg-3"> %</span>
    </>
  )
}

/** The lifetime at issue: `never` ends, or an end nobody reported. */
export function LifetimeCell({ row }: { row: Pick<SessionRow, 'lifetimeSeconds' | 'expiryKnown'> }) {
  if (row.lifetimeSeconds === null && !row.expiryKnown) return <span className="text-fg-3">unknown</span>
  return <>{formatDuration(row.lifetimeSeconds)}</>
}

/** When it ends: relative while it lives, *by* a time while it is revoking, when it did once it has. */
export function EndsCell({ row, now }: { row: SessionRow; now: Date }) {
  const isLive = (LIVE_STATUSES as readonly string[]).includes(row.status)
  if (!isLive) return <RelativeTime at={row.endedAt ?? row.expiresAt} now={now} absent="unknown" />
  if (!row.expiresAt) return row.expiryKnown ? <>never</> : <span className="text-fg-3">unknown</span>
  if (row.status !== 'revoking') return <RelativeTime at={row.expiresAt} now={now} />
  return (
    <>
      by <Until at={row.expiresAt} now={now} />
    </>
  )
}

/** Who answers for it; one who left is as good as none, and is named on hover. */
export function SessionOwnerCell({ owner }: { owner: SessionRow['owner'] }) {
  if (owner?.hasLeft) {
    return (
      <span title={`${owner.name} has left`}>
        <OwnerCell owner={null} />
      </span>
    )
  }
  return <OwnerCell owner={owner?.name ?? null} />
}
