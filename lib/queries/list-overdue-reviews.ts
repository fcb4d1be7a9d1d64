import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { OverdueReviewFacts } from '@/lib/domain/detectors/review-overdue'

/** Emergency access whose review is overdue. Ids are UUIDs: for the detectors' job, not for pages. */
export async function listOverdueReviews(ctx: Context): Promise<OverdueReviewFacts[]> {
  authorize(ctx, 'run-detectors')
  return reader().$queryRaw<OverdueReviewFacts[]>`
    select g.id as "grantId", g.name, g.ticket, o.name as "openedBy", x.name as "actorName", x.owner_id as "ownerId",
      (select t.system_id from grant_targets t where t.org_id = g.org_id and t.grant_id = g.id order by t.system_id limit 1)
        as "systemId", g.tier, g.starts_at as "brokenAt", r.due_at as "dueAt"
    from break_glass_reviews r
    join grants g on g.org_id = r.org_id and g.id = r.grant_id
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    join members o on o.org_id = r.org_id and o.id = r.opened_by_member_id
    where r.org_id = ${ctx.orgId}::uuid and r.closed_at is null and r.due_at <= ${ctx.now}
    order by g.id`
}
