import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { VoterHabit } from '@/lib/domain/worth-knowing'

const LATEST = 50

/** How members voted on earlier questions about the same actor, the latest fifty each. UUIDs. Part of other queries. */
export async function readVoterHabits(
  { orgId }: Context,
  { approvalId, actorId, memberIds }: { approvalId: string; actorId: string; memberIds: readonly string[] },
): Promise<VoterHabit[]> {
  if (memberIds.length === 0) return []
  return reader().$queryRaw<VoterHabit[]>`
    select m.name, count(*)::int as votes, count(*) filter (where v.vote = 'approve')::int as approved,
      percentile_cont(0.5) within group (order by greatest(0, extract(epoch from v.voted_at - v.seen_at)))::float8
        as "medianSeconds"
    from members m
    cross join lateral (
      select v.vote, v.voted_at, coalesce(r.first_read_at, s.opened_at, a.requested_at) as seen_at
      from approval_votes v
      join approvals a on a.org_id = v.org_id and a.id = v.approval_id
      join approval_stages s on s.org_id = v.org_id and s.approval_id = v.approval_id and s.position = v.position
      join grants g on g.org_id = a.org_id
        and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
      left join approval_reads r on r.org_id = v.org_id and r.approval_id = v.approval_id and r.member_id = v.member_id
      where v.org_id = m.org_id and v.member_id = m.id and v.approval_id <> ${approvalId}::uuid and g.actor_id = ${actorId}::uuid
      order by v.voted_at desc limit ${LATEST}) v
    where m.org_id = ${orgId}::uuid and m.id = any(${[...memberIds]}::uuid[])
    group by m.id, m.name order by m.name`
}
