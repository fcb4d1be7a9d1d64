import { reader } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { type ApproverQuality, type CastVote, measureApprovers, QUALITY_DAYS } from '@/lib/domain/approval-quality'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

/** The latest of them, so that a busy organisation's page stays quick; `isWhole` says whether that was all. */
const MOST = 20_000

type ToldApprover = ApproverQuality & { id: string }

/** How each approver decided during the last 90 days. Votes on rules are not among them, nor consent. `id` is public,
 *  `memberId` a UUID. */
export async function listApprovalQuality(ctx: Context): Promise<{ approvers: ToldApprover[]; isWhole: boolean }> {
  authorize(ctx, 'view-approval-quality')
  const { orgId, now } = ctx
  const from = new Date(now.getTime() - QUALITY_DAYS * 86_400_000)
  const votes = await reader().$queryRaw<CastVote[]>`
    with mine as (
      select m.id as member_id, i.id as identity_id from members m
      join identities i on i.org_id = m.org_id and (i.id = m.identity_id or lower(i.email) = lower(m.email))
      where m.org_id = ${orgId}::uuid)
    select v.approval_id as "approvalId", v.member_id as "memberId", m.name, v.vote, v.voted_at as "votedAt",
      coalesce(r.first_read_at, s.opened_at, a.requested_at) as "seenAt", a.requested_by_member_id as "requestedByMemberId",
      a.requested_by as "requestedBy", exists (
        select from mine w where w.member_id = v.member_id and (w.identity_id in (p.id, x.id, p.owner_id, x.owner_id)
          or exists (select from grants d join identities y on y.org_id = d.org_id and y.id = d.actor_id
            where d.org_id = g.org_id and d.principal_id = g.actor_id and w.identity_id in (y.id, y.owner_id)))) as "isInChain"
    from approval_votes v
    join approval_stages s on s.org_id = v.org_id and s.approval_id = v.approval_id and s.position = v.position and s.kind = 'people'
    join approvals a on a.org_id = v.org_id and a.id = v.approval_id and a.subject_kind in ('grant', 'session')
    join grants g on g.org_id = a.org_id
      and g.id = case a.subject_kind when 'grant' then a.subject_id else (a.asked ->> 'grantId')::uuid end
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    join members m on m.org_id = v.org_id and m.id = v.member_id
    left join approval_reads r on r.org_id = v.org_id and r.approval_id = v.approval_id and r.member_id = v.member_id
      and r.first_read_at <= v.voted_at
    where v.org_id = ${orgId}::uuid and v.voted_at >= ${from} and v.voted_at <= ${now}
    order by v.voted_at desc limit ${MOST}`
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  const hours = active ? approvalPolicy.parse(active.content).officeHours : []
  const approvers = measureApprovers(votes, hours).map((each) => ({ ...each, id: toPublicId('member', each.memberId) }))
  return { approvers, isWhole: votes.length < MOST }
}
