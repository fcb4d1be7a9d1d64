import { Prisma } from '@/lib/db'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** Questions with the grant they are about (`g`), its principal (`p`), its actor (`x`) and the actor's owner (`o`). */
export const QUESTIONS = Prisma.sql`approvals a
  join grants g on g.org_id = a.org_id
    and g.id = case when a.subject_kind = 'grant' then a.subject_id else (a.asked ->> 'grantId')::uuid end
  join identities p on p.org_id = g.org_id and p.id = g.principal_id
  join identities x on x.org_id = g.org_id and x.id = g.actor_id
  left join identities o on o.org_id = x.org_id and o.id = x.owner_id`

/** Whether a question still waits. */
export const isOpenSql = (now: Date) => Prisma.sql`(a.status = 'pending' and a.expires_at > ${now})`

/** Whether the reader asked, or is concerned: the rule of `decidesOnOwn`, and whoever asked for a grant. */
function isOwnSql({ actor, orgId }: Context): Prisma.Sql {
  if (actor.kind !== 'member') return Prisma.sql`true`
  return Prisma.sql`(coalesce(a.requested_by_member_id = ${actor.memberId}::uuid, false) or exists (
    select from members m where m.org_id = ${orgId}::uuid and m.id = ${actor.memberId}::uuid and (
      m.identity_id in (p.id, x.id, o.id) or lower(m.email) in (lower(p.email), lower(x.email), lower(o.email)))))`
}

/** Whether it waits for the reader: an approver who neither asked nor is concerned. */
export function isMineSql(ctx: Context): Prisma.Sql {
  const isApprover = isAllowed(ctx, 'decide-session-request') && isAllowed(ctx, 'decide-grant')
  if (!isApprover || ctx.actor.kind !== 'member') return Prisma.sql`false`
  return Prisma.sql`(not ${isOwnSql(ctx)})`
}
