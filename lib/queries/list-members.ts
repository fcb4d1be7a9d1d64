import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type Context, ROLES, type Role } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

/** A member as the settings show them. `hasSignedIn`: tied to a person of the identity provider. `away`: who votes in their
 *  place now. `openVotes`: their votes on questions that still wait. Ids are public. */
export type MemberRow = {
  id: string
  name: string
  email: string
  roles: Role[]
  groups: { id: string; name: string }[]
  identity: { id: string; name: string } | null
  hasSignedIn: boolean
  joinedAt: Date
  deactivatedAt: Date | null
  away: { until: Date; delegate: string } | null
  openVotes: number
  isReader: boolean
}

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role)

function readMembers({ orgId, now }: Context) {
  const isNow = { endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } }
  return reader().member.findMany({
    where: { orgId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: {
      identity: { select: { id: true, name: true } },
      groups: { include: { group: { select: { id: true, name: true } } } },
      approverAbsencesAsMember: { where: isNow, include: { delegate: { select: { name: true } } }, take: 1 },
    },
  })
}

async function readOpenVotes({ orgId, now }: Context): Promise<Map<string, number>> {
  const rows = await reader().$queryRaw<{ id: string; count: number }[]>`
    select v.member_id as id, count(distinct v.approval_id)::int as count from approval_votes v
    join approvals a on a.org_id = v.org_id and a.id = v.approval_id
    where v.org_id = ${orgId}::uuid and a.status = 'pending' and a.expires_at > ${now} group by 1`
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** Everybody who may sign in here or could once, by name. An organisation's own people, so that one page holds them. */
export async function listMembers(ctx: Context): Promise<MemberRow[]> {
  authorize(ctx, 'view-policies')
  const [members, votes] = await Promise.all([readMembers(ctx), readOpenVotes(ctx)])
  return members.map(({ id, name, email, roles, groups, identity, joinedAt, deactivatedAt, ...rest }) => {
    const [absence] = rest.approverAbsencesAsMember
    return {
      id: toPublicId('member', id),
      ...{ name, email, joinedAt, deactivatedAt },
      roles: ROLES.filter((role) => roles.filter(isRole).includes(role)),
      groups: groups.map(({ group }) => ({ id: toPublicId('group', group.id), name: group.name })),
      identity: identity && { id: toPublicId('identity', identity.id), name: identity.name },
      hasSignedIn: rest.subject !== null,
      away: absence ? { until: absence.endsAt, delegate: absence.delegate.name } : null,
      openVotes: votes.get(id) ?? 0,
      isReader: ctx.actor.kind === 'member' && ctx.actor.memberId === id,
    }
  })
}
