import type { AuditSubjectKind } from '@/lib/domain/audit'

const SECTIONS: Partial<Record<AuditSubjectKind, string>> = {
  session: '/sessions/',
  grant: '/grants/',
  identity: '/identities/',
  system: '/systems/',
  finding: '/findings?view=all&finding=',
}

/** Where the thing an event is about has its page; null where it has none. */
export function subjectHref(kind: AuditSubjectKind, id: string): string | null {
  if (kind === 'connector') return '/connections'
  const section = SECTIONS[kind]
  return section ? `${section}${id}` : null
}
