import { Prisma, reader } from '@/lib/db'
import type { AuditAction } from '@/lib/domain/audit'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { FindingStatus } from '@/lib/domain/life'
import type { Severity } from '@/lib/domain/session-row'
import { toPublicId } from '@/lib/id'
import { aboutIdentitySql } from '@/lib/queries/identity-finding-counts'

type SubjectKind = 'session' | 'grant' | 'identity' | 'system'

/** A finding as its subject's page shows it. */
export type SubjectFinding = {
  id: string
  title: string
  severity: Severity
  status: FindingStatus
  statusUntil: Date | null
  openedAt: Date
}

/** One fact of a subject's history. */
export type SubjectEvent = {
  id: string
  at: Date
  action: AuditAction
  actorName: string
  reason: string | null
}

const WORST_FIRST: Severity[] = ['critical', 'high', 'medium', 'low', 'info']
const OPEN_FIRST: FindingStatus[] = ['open', 'acknowledged', 'snoozed', 'accepted', 'resolved']

function aboutSql(kind: SubjectKind, id: string): Prisma.Sql {
  if (kind === 'identity') return aboutIdentitySql(id)
  if (kind === 'system') return Prisma.sql`f.system_id = ${id}::uuid`
  return Prisma.sql`(f.subject_kind = ${kind} and f.subject_id = ${id}::uuid)`
}

/** Every finding about a subject (a UUID), open and worst first: about an identity, those about what it does too; about a
 *  system, those of whatever is on it. Part of other queries, which have authorized already. */
export async function subjectFindings(ctx: Context, kind: SubjectKind, id: string): Promise<SubjectFinding[]> {
  const about = aboutSql(kind, id)
  const rows = await reader().$queryRaw<SubjectFinding[]>`
    select f.id, f.title, f.severity, f.status, f.status_until as "statusUntil", f.opened_at as "openedAt" from findings f
    where f.org_id = ${ctx.orgId}::uuid and ${about}
    order by array_position(${OPEN_FIRST}::text[], f.status), array_position(${WORST_FIRST}::text[], f.severity), f.id desc
    limit 50`
  return rows.map((row) => ({ ...row, id: toPublicId('finding', row.id) }))
}

/** What was recorded of a subject, latest first; null for whoever may not see the audit log. */
export async function subjectEvents(ctx: Context, kind: SubjectKind, id: string): Promise<SubjectEvent[] | null> {
  if (!isAllowed(ctx, 'view-audit')) return null
  const rows = await reader().auditEvent.findMany({
    where: { orgId: ctx.orgId, subjectKind: kind, subjectId: id },
    orderBy: { id: 'desc' },
    take: 30,
  })
  return rows.map(({ id, at, action, actorName, reason }) => ({
    id: toPublicId('event', id),
    at,
    action: action as AuditAction,
    actorName,
    reason,
  }))
}
