import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

/** When somebody is, will be or was away, and who votes in their place. `votes`: cast in their place. `canEnd`: by the reader. */
export type AbsenceRow = {
  id: string
  member: { id: string; name: string }
  delegate: { id: string; name: string }
  startsAt: Date
  endsAt: Date
  endedAt: Date | null
  reason: string
  createdBy: string
  status: 'now' | 'to come' | 'over'
  votes: number
  canEnd: boolean
}

const MOST = 200

function statusOf(row: { startsAt: Date; endsAt: Date; endedAt: Date | null }, now: Date): AbsenceRow['status'] {
  if (row.endedAt || row.endsAt <= now) return 'over'
  return row.startsAt > now ? 'to come' : 'now'
}

type Counted = { id: string; count: number }

function countVotes(orgId: string, ids: string[]): Promise<Counted[]> {
  return reader().$queryRaw<Counted[]>`
    select b.id, count(*)::int as count from approver_absences b
    join approval_votes v on v.org_id = b.org_id and v.on_behalf_of_member_id = b.member_id and v.member_id = b.delegate_id
      and v.voted_at >= b.starts_at and v.voted_at < least(b.ends_at, coalesce(b.ended_at, b.ends_at))
    where b.org_id = ${orgId}::uuid and b.id = any(${ids}::uuid[]) group by 1`
}

/** Absences, the latest to begin first; what is over stays on record. */
export async function listAbsences(ctx: Context): Promise<AbsenceRow[]> {
  authorize(ctx, 'view-policies')
  const { orgId, actor, now } = ctx
  const person = { select: { id: true, name: true } } as const
  const rows = await reader().approverAbsence.findMany({
    where: { orgId },
    include: { member: person, delegate: person },
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    take: MOST,
  })
  const ids = rows.map(({ id }) => id)
  const votes = new Map((await countVotes(orgId, ids)).map(({ id, count }) => [id, count]))
  const isAdmin = actor.kind !== 'member' || actor.roles.includes('admin')
  const known = ({ id, name }: { id: string; name: string }) => ({ id: toPublicId('member', id), name })
  return rows.map(({ id, memberId, member, delegate, startsAt, endsAt, endedAt, reason, createdBy }) => {
    const status = statusOf({ startsAt, endsAt, endedAt }, now)
    const isOwn = actor.kind === 'member' && actor.memberId === memberId
    return {
      ...{ id: toPublicId('absence', id), member: known(member), delegate: known(delegate) },
      ...{ startsAt, endsAt, endedAt, reason, createdBy, status, votes: votes.get(id) ?? 0 },
      canEnd: status !== 'over' && (isAdmin || isOwn),
    }
  })
}
