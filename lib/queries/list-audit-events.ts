import { Prisma, reader } from '@/lib/db'
import type { AuditListRequest } from '@/lib/domain/audit-filter'
import type { AuditRow } from '@/lib/domain/audit-row'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { decodeCursor, type Page } from '@/lib/domain/page'
import { PREFIXES, type Prefixed, toPublicId } from '@/lib/id'
import { auditWhere } from '@/lib/queries/audit-where'
import { toPage } from '@/lib/queries/keyset'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function kindOf(key: string): Prefixed | undefined {
  return (Object.keys(PREFIXES) as Prefixed[]).find((kind) => key === `${kind}Id` || key === `${kind}Ids`)
}

/** What was recorded, with the ids it names (`revocationId`, `sessionIds`) as people know them. */
function publishIds(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => publishIds(item, key))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, publishIds(item, name)]))
  }
  const kind = kindOf(key)
  return kind && typeof value === 'string' && UUID.test(value) ? toPublicId(kind, value) : value
}

function publish(row: AuditRow): AuditRow {
  return {
    ...row,
    id: toPublicId('event', row.id),
    subjectId: toPublicId(row.subjectKind, row.subjectId),
    data: publishIds(row.data) as AuditRow['data'],
  }
}

/** The log, newest first. Ids are in order of time, so the id alone is the cursor. */
export async function listAuditEvents(ctx: Context, request: AuditListRequest): Promise<Page<AuditRow>> {
  authorize(ctx, 'view-audit')
  const isBackward = !request.after && Boolean(request.before)
  const cursor = decodeCursor(isBackward ? request.before : request.after)?.[1] ?? null
  const beyond = isBackward ? Prisma.sql`e.id > ${cursor}::uuid` : Prisma.sql`e.id < ${cursor}::uuid`
  const read = await reader().$queryRaw<(AuditRow & { sortValue: number })[]>`
    select e.id, e.at, e.action, e.actor_kind as "actorKind", e.actor_name as "actorName", e.subject_kind as "subjectKind",
      e.subject_id as "subjectId", e.subject_name as "subjectName", e.reason, e.data, 0 as "sortValue"
    from audit_events e where ${auditWhere(ctx, request)} and ${cursor ? beyond : Prisma.sql`true`}
    order by e.id ${isBackward ? Prisma.sql`asc` : Prisma.sql`desc`} limit ${request.limit + 1}`
  const page = toPage(read, request)
  return { ...page, rows: page.rows.map(publish) }
}
