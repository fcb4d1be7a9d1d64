import { Prisma } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** Questions with the grant they are about (`g`; none where they are about rules), its principal (`p`) and its actor (`x`). */
export const QUESTIONS = Prisma.sql`approvals a
  left join grants g on g.org_id = a.org_id
    and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
  left join identities p on p.org_id = g.org_id and p.id = g.principal_id
  left join identities x on x.org_id = g.org_id and x.id = g.actor_id`

/** Whether a question still waits. */
export const isOpenSql = (now: Date) => Prisma.sql`(a.status = 'pending' and a.expires_at > ${now})`

/** The reader and everybody in whose place they vote now, each with what makes them eligible and what bars them. */
function votersSql({ orgId, now }: Context, memberId: string): Prisma.Sql {
  return Prisma.sql`(
    select m.id, m.roles, array(select q.group_id::text from member_group_members q
        where q.org_id = m.org_id and q.member_id = m.id) as groups,
      array(select i.id from identities i
        where i.org_id = m.org_id and (i.id = m.identity_id or lower(i.email) = lower(m.email))) as identities
    from members m where m.org_id = ${orgId}::uuid and m.deactivated_at is null and (m.id = ${memberId}::uuid
      or m.id in (select b.member_id from approver_absences b where b.org_id = ${orgId}::uuid
        and b.delegate_id = ${memberId}::uuid and b.ended_at is null and b.starts_at <= ${now} and b.ends_at > ${now})))`
}

/** The rule of `isConcerned` (lib/domain/approval-tally) in SQL; the command looks again. */
const isBarredSql = Prisma.sql`(a.requested_by_member_id is not distinct from w.id
  or w.identities && a.barred_identity_ids or a.requested_by_identity_id = any(w.identities))`

/** Whether it waits for the reader: the stage whose turn it is asks them, or somebody in whose place they vote; they are not
 *  concerned, and have not voted on what stands now. */
export function isMineSql(ctx: Context): Prisma.Sql {
  if (ctx.actor.kind !== 'member') return Prisma.sql`false`
  const { memberId } = ctx.actor
  return Prisma.sql`exists (
    select from approval_stages s
    join ${votersSql(ctx, memberId)} w on (s.eligible -> 'roles' ?| w.roles or s.eligible -> 'groupIds' ?| w.groups
      or s.eligible -> 'memberIds' ? w.id::text or s.eligible -> 'identityIds' ?| w.identities::text[])
    where s.org_id = a.org_id and s.approval_id = a.id and s.position = a.current_position
      and (s.kind = 'consent' or not ${isBarredSql})
      and not exists (select from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id
        and v.revision >= a.votes_count_from and (v.member_id = w.id or v.member_id = ${memberId}::uuid)))`
}
