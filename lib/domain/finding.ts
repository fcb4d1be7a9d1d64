import type { Detection } from '@/lib/domain/detection'
import { asksOutsideGrant } from '@/lib/domain/detectors/asks-outside-grant'
import { longLived } from '@/lib/domain/detectors/long-lived'
import { orphaned } from '@/lib/domain/detectors/orphaned'
import { overScoped } from '@/lib/domain/detectors/over-scoped'
import type { FindingStatus } from '@/lib/domain/life'

/** Every rule about a grant or a session, in the order findings about one thing are listed. */
export const DETECTORS = { 'over-scoped': overScoped, 'long-lived': longLived, orphaned } as const

/** Every rule about what an actor was refused. */
export const REFUSAL_DETECTORS = { 'asks-outside-grant': asksOutsideGrant } as const

/** A finding as it is on record. */
export type RecordedFinding = {
  id: string
  detector: string
  subjectKind: string
  subjectId: string
  status: FindingStatus
  statusUntil: Date | null
  severity: string
  title: string
  evidence: unknown
}

/** What detectors' latest word changes. `wake`: an acceptance or a snooze ran out and the cause is still there. */
export type FindingChanges = {
  open: Detection[]
  reopen: { id: string; detection: Detection }[]
  change: { id: string; detection: Detection }[]
  wake: { id: string; detection: Detection }[]
  resolve: RecordedFinding[]
}

const keyOf = (of: { detector: string; subjectKind: string; subjectId: string }) =>
  `${of.detector}/${of.subjectKind}/${of.subjectId}`

const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a.localeCompare(b)))
      : inner,
  )

function isChanged(finding: RecordedFinding, detection: Detection): boolean {
  return (
    finding.severity !== detection.severity ||
    finding.title !== detection.title ||
    sortedJson(finding.evidence) !== sortedJson(detection.evidence)
  )
}

function hasRunOut({ status, statusUntil }: RecordedFinding, now: Date): boolean {
  const isPutOff = status === 'accepted' || status === 'snoozed'
  return isPutOff && statusUntil !== null && statusUntil <= now
}

/** Holds what detectors see now against what is on record. A finding resolves when its cause is gone and opens again,
 *  with its history, when the cause is back; what people decided about it stays until their own time limit. */
export function changesOfFindings(
  recorded: readonly RecordedFinding[],
  detections: readonly Detection[],
  now: Date,
): FindingChanges {
  const changes: FindingChanges = { open: [], reopen: [], change: [], wake: [], resolve: [] }
  const known = new Map(recorded.map((finding) => [keyOf(finding), finding]))
  const seen = new Set(detections.map(keyOf))
  for (const detection of detections) {
    const finding = known.get(keyOf(detection))
    if (!finding) changes.open.push(detection)
    else if (finding.status === 'resolved') changes.reopen.push({ id: finding.id, detection })
    else if (hasRunOut(finding, now)) changes.wake.push({ id: finding.id, detection })
    else if (isChanged(finding, detection)) changes.change.push({ id: finding.id, detection })
  }
  changes.resolve = recorded.filter((finding) => finding.status !== 'resolved' && !seen.has(keyOf(finding)))
  return changes
}
