import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readVoters } from '@/lib/db/question'
import type { Eligible, Voter } from '@/lib/domain/approval-tally'

type Reads = Tx | PrismaClient

/** Every active member whom these stages ask, whatever bars them, by id. */
export async function readAskedMembers(
  db: Reads,
  orgId: string,
  asked: readonly Eligible[],
): Promise<Map<string, Voter>> {
  const [roles, groups] = [asked.flatMap((each) => each.roles), asked.flatMap((each) => each.groupIds)]
  const [members, identities] = [asked.flatMap((each) => each.memberIds), asked.flatMap((each) => each.identityIds)]
  const rows = await db.$queryRaw<{ id: string }[]>`
    select m.id from members m where m.org_id = ${orgId}::uuid and m.deactivated_at is null and (m.id = any(${members}::uuid[])
      or m.roles && ${roles}::text[]
      or exists (select from member_group_members q where q.org_id = m.org_id and q.member_id = m.id
        and q.group_id = any(${groups}::uuid[]))
      or exists (select from identities i where i.org_id = m.org_id and i.id = any(${identities}::uuid[])
        and (i.id = m.identity_id or lower(i.email) = lower(m.email)))
      or exists (select from identities t join member_groups n on n.org_id = t.org_id and lower(n.name) = lower(t.name)
        join member_group_members q on q.org_id = n.org_id and q.group_id = n.id and q.member_id = m.id
        where t.org_id = m.org_id and t.id = any(${identities}::uuid[]) and t.kind = 'team'))`
  return readVoters(
    db,
    orgId,
    rows.map(({ id }) => id),
  )
}

/** Who votes in whose place now: delegates of those who are away. Ids are UUIDs. */
export async function readDelegates(db: Reads, orgId: string, absentIds: readonly string[], now: Date) {
  return db.approverAbsence.findMany({
    where: { orgId, memberId: { in: [...absentIds] }, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    select: { memberId: true, delegateId: true, member: { select: { name: true } } },
  })
}

/** The members that identities are, by link or by address: identity → member. Whoever was removed is not among them. */
export async function readMembersOf(
  db: Reads,
  orgId: string,
  identityIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ identityId: string; memberId: string }[]>`
    select distinct on (i.id) i.id as "identityId", m.id as "memberId" from identities i
    join members m on m.org_id = i.org_id and m.deactivated_at is null
      and (m.identity_id = i.id or lower(m.email) = lower(i.email))
    where i.org_id = ${orgId}::uuid and i.id = any(${[...new Set(identityIds)]}::uuid[])
    order by i.id, m.identity_id = i.id desc nulls last`
  return new Map(rows.map(({ identityId, memberId }) => [identityId, memberId]))
}
