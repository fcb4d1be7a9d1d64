import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type ReviewListInput, type ReviewRow, reviewState } from '@/lib/domain/break-glass'
import type { Context } from '@/lib/domain/context'
import type { Page } from '@/lib/domain/page'
import { toPublicId } from '@/lib/id'
import { keyset, momentKey, toPage } from '@/lib/queries/keyset'

type Row = Omit<ReviewRow, 'state' | 'isOwn'> & { id: string; sortValue: number; openedById: string }

function stateSql({ state }: ReviewListInput, now: Date): Prisma.Sql {
  if (state === 'closed') return Prisma.sql`r.closed_at is not null`
  if (state === 'overdue') return Prisma.sql`r.closed_at is null and r.due_at <= ${now}`
  return state === 'open' ? Prisma.sql`r.closed_at is null and r.due_at > ${now}` : Prisma.sql`true`
}

function toRow({ sortValue: _, openedById, id, ...row }: Row, { actor, now }: Context): ReviewRow {
  return {
    ...row,
    grantId: toPublicId('grant', id),
    actor: { ...row.actor, id: toPublicId('identity', row.actor.id) },
    principal: { ...row.principal, id: toPublicId('identity', row.principal.id) },
    isOwn: actor.kind === 'member' && actor.memberId === openedById,
    state: reviewState(row, now),
  }
}

/** Reviews of emergency access: those that wait first, the nearest date before. Nothing of it disappears once it is over. */
export async function listReviews(ctx: Context, request: ReviewListInput): Promise<Page<ReviewRow>> {
  authorize(ctx, 'view-access')
  const { orgId, now } = ctx
  const key = momentKey(Prisma.sql`case when r.closed_at is null then r.due_at end`, 'greatest')
  const { value, where, order, limit } = keyset({ key, id: Prisma.sql`g.id`, direction: 'asc', request })
  const rows = await reader().$queryRaw<Row[]>`
    select g.id, ${value} as "sortValue", g.name, g.purpose as reason, g.ticket, g.breadth,
      json_build_object('id', x.id, 'name', x.name, 'kind', x.kind) as actor,
      json_build_object('id', p.id, 'name', p.name, 'kind', p.kind) as principal,
      o.id as "openedById", o.name as "openedBy", c.name as "closedBy",
      array(select y.name from grant_targets t join systems y on y.org_id = t.org_id and y.id = t.system_id
        where t.org_id = g.org_id and t.grant_id = g.id order by y.name) as systems,
      g.starts_at as "startsAt", coalesce(g.ended_at, g.expires_at) as "endedAt",
      (select count(*)::int from delegated_sessions s where s.org_id = g.org_id and s.grant_id = g.id) as sessions,
      coalesce(g.used_count, 0) as used, coalesce(g.granted_count, 0) as granted,
      r.due_at as "dueAt", r.closed_at as "closedAt", r.outcome, r.comment
    from break_glass_reviews r
    join grants g on g.org_id = r.org_id and g.id = r.grant_id
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    join members o on o.org_id = r.org_id and o.id = r.opened_by_member_id
    left join members c on c.org_id = r.org_id and c.id = r.closed_by_member_id
    where r.org_id = ${orgId}::uuid and ${stateSql(request, now)} and ${where}
    order by ${order} limit ${limit}`
  const page = toPage(rows, request)
  return { ...page, rows: page.rows.map((row) => toRow(row, ctx)) }
}
