import { reader } from '@/lib/db'
import type { AuditAction } from '@/lib/domain/audit'
import { isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { FindingStatus } from '@/lib/domain/life'
import type { Severity } from '@/lib/domain/session-row'
import { toPublicId } from '@/lib/id'

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

const OPEN_FIRST: FindingStatus[] = ['open', 'acknowledged', 'snoozed', 'accepted', 'resolved']

/** Every finding about a subject (a UUID), what is open first. Part of other queries, which have authorized already. */
export async function subjectFindings(ctx: Context, kind: SubjectKind, id: string): Promise<SubjectFinding[]> {
  const rows = await reader().finding.findMany({
    where: { orgId: ctx.orgId, subjectKind: kind, subjectId: id },
    orderBy: { id: 'desc' },
    take: 50,
  })
  const findings = rows.map(({ id, title, severity, status, statusUntil, openedAt }) => ({
    id: toPublicId('finding', id),
    title,
    severity: severity as Severity,
    status: status as FindingStatus,
    statusUntil,
    openedAt,
  }))
  return findings.sort((a, b) => OPEN_FIRST.indexOf(a.status) - OPEN_FIRST.indexOf(b.status))
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
