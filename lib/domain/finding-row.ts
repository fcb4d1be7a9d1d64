import type { Severity } from '@/lib/domain/finding-filter'
import type { FindingStatus } from '@/lib/domain/life'

export type FindingSubjectKind = 'session' | 'grant' | 'identity' | 'system' | 'member'

/** What a finding is about. `kind` of an actor or identity picks the icon; `isLive` of a session or grant says whether
 *  there still is something to end, null for what does not end. */
export type FindingSubject = {
  kind: FindingSubjectKind
  id: string
  name: string
  principal: string | null
  identityKind: string | null
  isLive: boolean | null
}

/** One finding in a list. Ids are public. `statusUntil` is when an acceptance or a snooze ends. */
export type FindingRow = {
  id: string
  severity: Severity
  title: string
  detector: string
  status: FindingStatus
  statusUntil: Date | null
  openedAt: Date
  subject: FindingSubject
  system: { id: string; name: string } | null
  owner: { id: string; name: string; hasDeparted: boolean } | null
}

/** Something that happened to a finding, from the audit log. */
export type FindingActivity = {
  id: string
  at: Date
  action: string
  actor: string
  reason: string | null
  until: string | null
}

/** A finding with what it rests on. `activity` is null for a role that may not read the audit log. */
export type FindingDetail = FindingRow & {
  evidence: Record<string, unknown>
  controls: Record<string, string[]>
  lastSeenAt: Date
  resolvedAt: Date | null
  statusReason: string | null
  timesReopened: number
  activity: FindingActivity[] | null
}
