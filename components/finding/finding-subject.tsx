import { Who } from '@/components/ui/who'
import type { FindingSubject as Subject } from '@/lib/domain/finding-row'

const SECTIONS: Record<Subject['kind'], string> = {
  session: 'sessions',
  grant: 'grants',
  identity: 'identities',
  system: 'systems',
  member: 'reports/approvers',
}

/** Where the thing a finding is about has its page. */
export function subjectHref({ kind, id }: Subject): string {
  return kind === 'member' ? `/${SECTIONS[kind]}#${id}` : `/${SECTIONS[kind]}/${id}`
}

/** What a finding is about, as every list names it: `actor for principal`, or the name of a grant, identity or system. */
export function FindingSubject({ subject, strong = false }: { subject: Subject; strong?: boolean }) {
  const kind = subject.identityKind ?? (subject.kind === 'session' ? 'agent' : subject.kind)
  return <Who kind={kind} name={subject.name} for={subject.principal ?? undefined} strong={strong} />
}
