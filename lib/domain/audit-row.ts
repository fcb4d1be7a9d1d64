import type { AuditSubjectKind } from '@/lib/domain/audit'

/** One line of the log as pages show it. Ids are public; `data` is what else was recorded, as it was recorded. */
export type AuditRow = {
  id: string
  at: Date
  action: string
  actorKind: string
  actorName: string
  subjectKind: AuditSubjectKind
  subjectId: string
  subjectName: string | null
  reason: string | null
  data: Record<string, unknown>
}
