import { Prisma, reader } from '@/lib/db'
import { type AttemptPage, type AttemptRow, type AttemptSubject, askedFor } from '@/lib/domain/attempt'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { decodeCursor, type Page } from '@/lib/domain/page'
import type { NamedIdentity } from '@/lib/domain/session-row'
import { fromPublicId, type Prefixed, toPublicId } from '@/lib/id'
import { toPage } from '@/lib/queries/keyset'

type Named = { id: string; name: string }
type Raw = Omit<AttemptRow, 'asked'> & { requested: unknown; sortValue: number }

/** Of a session: what was asked with its token, and what its own actor asked for under the same grant while it lived. */
function aboutSession(ctx: Context, id: string): Prisma.Sql {
  return Prisma.sql`(t.parent_session_id = ${id}::uuid or exists (
    select from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = ${id}::uuid
      and t.parent_session_id is null and t.grant_id = s.grant_id and t.actor_id = s.actor_id
      and t.at >= s.issued_at and t.at <= coalesce(s.ended_at, s.expires_at, ${ctx.now})))`
}

function aboutSql(ctx: Context, { kind, id: publicId }: AttemptSubject): Prisma.Sql {
  const id = fromPublicId(kind, publicId)
  if (kind === 'grant') return Prisma.sql`t.grant_id = ${id}::uuid`
  if (kind === 'identity') return Prisma.sql`(t.actor_id = ${id}::uuid or t.principal_id = ${id}::uuid)`
  return aboutSession(ctx, id)
}

const named = (kind: Prefixed, row: Named | null) => row && { id: toPublicId(kind, row.id), name: row.name }
const identity = (row: NamedIdentity | null) => row && { ...row, id: toPublicId('identity', row.id) }

function toRow({ requested, sortValue: _, ...row }: Raw): AttemptRow {
  return {
    ...row,
    actor: identity(row.actor),
    principal: identity(row.principal),
    client: named('client', row.client),
    system: named('system', row.system),
    grant: named('grant', row.grant),
    asked: askedFor(requested),
  }
}

const namedSql = (alias: string) =>
  Prisma.raw(
    `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.name) end`,
  )
const identitySql = (alias: string) =>
  Prisma.raw(
    `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'kind', ${alias}.kind) end`,
  )

/** Requests for a session that were refused, about one subject, latest first. Ids are in order of time, so the id alone
 *  is the cursor. */
export async function listAttempts(
  ctx: Context,
  subject: AttemptSubject,
  request: AttemptPage,
): Promise<Page<AttemptRow>> {
  authorize(ctx, 'view-access')
  const isBackward = !request.after && Boolean(request.before)
  const cursor = decodeCursor(isBackward ? request.before : request.after)?.[1] ?? null
  const beyond = isBackward ? Prisma.sql`t.id > ${cursor}::uuid` : Prisma.sql`t.id < ${cursor}::uuid`
  const read = await reader().$queryRaw<Raw[]>`
    select t.id, t.at, t.error_code as code, t.error_message as message, t.requested, 0 as "sortValue",
      ${identitySql('a')} as actor, ${identitySql('p')} as principal, ${namedSql('c')} as client,
      ${namedSql('y')} as system, ${namedSql('g')} as grant
    from delegation_attempts t
    left join identities a on a.org_id = t.org_id and a.id = t.actor_id
    left join identities p on p.org_id = t.org_id and p.id = t.principal_id
    left join clients c on c.org_id = t.org_id and c.id = t.client_id
    left join systems y on y.org_id = t.org_id and y.id = t.system_id
    left join grants g on g.org_id = t.org_id and g.id = t.grant_id
    where t.org_id = ${ctx.orgId}::uuid and ${aboutSql(ctx, subject)} and ${cursor ? beyond : Prisma.sql`true`}
    order by t.id ${isBackward ? Prisma.sql`asc` : Prisma.sql`desc`} limit ${request.limit + 1}`
  const page = toPage(read, request)
  return { ...page, rows: page.rows.map(toRow) }
}
