import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { InboxRequest, InboxRow, InboxView } from '@/lib/domain/inbox'
import type { Page } from '@/lib/domain/page'
import type { SessionRequestRow } from '@/lib/domain/session-request-row'
import { toPublicId } from '@/lib/id'
import { isMineSql, isOpenSql, QUESTIONS } from '@/lib/queries/inbox-sql'
import { keyset, momentKey, toPage } from '@/lib/queries/keyset'
import { readSessionRequests, type StoredRequest } from '@/lib/queries/read-session-requests'

type Raw = StoredRequest & {
  sortValue: number
  kind: InboxRow['kind']
  status: InboxRow['status']
  grant: { id: string; name: string; breadth: number | null; ttlSeconds: number | null; count: number | null }
  actor: InboxRow['actor']
  principal: InboxRow['principal']
  systems: string[] | null
  given: number
  needed: number
  decidedBy: string | null
}

/** What waits, by its deadline; what waits no more, the latest first. Ids are in order of time. */
function orderOf(view: InboxView, request: InboxRequest) {
  const id = Prisma.sql`a.id`
  if (view !== 'decided')
    return keyset({ key: momentKey(Prisma.sql`a.expires_at`, 'last'), id, direction: 'asc', request })
  const none = () => ({ sql: Prisma.sql`0::float8`, type: 'float8' as const })
  return keyset({ key: none, id, direction: 'desc', request })
}

function viewSql(ctx: Context, view: InboxView): Prisma.Sql {
  if (view === 'decided') return Prisma.sql`not ${isOpenSql(ctx.now)}`
  const isMine = isMineSql(ctx)
  return Prisma.sql`${isOpenSql(ctx.now)} and ${view === 'mine' ? isMine : Prisma.sql`not ${isMine}`}`
}

function readRows(ctx: Context, view: InboxView, request: InboxRequest): Promise<Raw[]> {
  const { value, where, order, limit } = orderOf(view, request)
  return reader().$queryRaw<Raw[]>`
    select a.id, ${value} as "sortValue", a.subject_kind as kind, a.status, a.subject_id as "subjectId", a.asked,
      a.requested_at as "requestedAt", a.expires_at as "expiresAt", a.decided_at as "decidedAt",
      json_build_object('id', g.id, 'name', g.name, 'breadth', g.breadth, 'ttlSeconds', g.max_session_ttl_seconds,
        'count', g.granted_count) as grant,
      json_build_object('id', x.id, 'name', x.name, 'kind', x.kind) as actor,
      json_build_object('id', p.id, 'name', p.name, 'kind', p.kind) as principal,
      (select array_agg(y.name order by y.name) from grant_targets t join systems y on y.org_id = t.org_id and y.id = t.system_id
        where t.org_id = g.org_id and t.grant_id = g.id) as systems,
      (select count(*)::int from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id and v.vote = 'approve') as given,
      (select coalesce(sum(s.required_votes), 1)::int from approval_stages s where s.org_id = a.org_id and s.approval_id = a.id) as needed,
      (select m.name from approval_votes v join members m on m.org_id = v.org_id and m.id = v.member_id
        where v.org_id = a.org_id and v.approval_id = a.id order by v.voted_at desc limit 1) as "decidedBy"
    from ${QUESTIONS}
    where a.org_id = ${ctx.orgId}::uuid and a.subject_kind in ('session', 'grant') and ${viewSql(ctx, view)} and ${where}
    order by ${order} limit ${limit}`
}

const identity = (row: InboxRow['actor']) => ({ ...row, id: toPublicId('identity', row.id) })

/** Where a session is asked for, what is asked stands in the request and not in the grant. */
function toRow(raw: Raw, asked: SessionRequestRow | undefined, now: Date): InboxRow {
  const { kind, grant, actor, principal, requestedAt, expiresAt, given, needed, decidedBy } = raw
  return {
    id: toPublicId('approval', raw.id),
    kind,
    status: asked?.status ?? (raw.status === 'pending' && expiresAt <= now ? 'lapsed' : raw.status),
    grant: { id: toPublicId('grant', grant.id), name: grant.name },
    actor: identity(actor),
    principal: identity(principal),
    systems: asked ? asked.systems.map(({ name }) => name) : (raw.systems ?? []),
    permissionCount: asked?.permissionCount ?? grant.count ?? 0,
    breadth: asked ? asked.breadth : grant.breadth,
    ttlSeconds: asked?.ttlSeconds ?? grant.ttlSeconds,
    requestedAt,
    expiresAt,
    votes: { given, needed },
    decidedBy,
  }
}

/** Questions put to people: sessions of the token service that want one, and grants that were asked for. */
export async function listInbox(ctx: Context, view: InboxView, request: InboxRequest): Promise<Page<InboxRow>> {
  authorize(ctx, 'view-access')
  const page = toPage(await readRows(ctx, view, request), request)
  const sessions = page.rows.filter(({ kind }) => kind === 'session')
  const asked = new Map((await readSessionRequests(ctx, sessions)).map(({ row }) => [row.id, row]))
  return { ...page, rows: page.rows.map((raw) => toRow(raw, asked.get(toPublicId('approval', raw.id)), ctx.now)) }
}
