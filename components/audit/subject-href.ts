import type { AuditSubjectKind } from '@/lib/domain/audit'

const SECTIONS: Partial<Record<AuditSubjectKind, string>> = {
  session: '/sessions/',
  grant: '/grants/',
  identity: '/identities/',
  system: '/systems/',
  finding: '/findings?view=all&finding=',
}

/** What has no page of its own stands in a list. */
const PAGES: Partial<Record<AuditSubjectKind, string>> = {
  connector: '/connections',
  member: '/settings/members',
  group: '/settings/groups',
  absence: '/settings/absences',
  policy: '/policies',
}

/** Where the thing an event is about has its page; null where it has none. */
export function subjectHref(kind: AuditSubjectKind, id: string): string | null {
  if (PAGES[kind]) return PAGES[kind]
  const section = SECTIONS[kind]
  return section ? `${section}${id}` : null
}
