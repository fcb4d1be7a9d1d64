import { type Detection, daysBetween, severityFor } from '@/lib/domain/detection'
import { APPROVAL_CONTROLS } from '@/lib/domain/detectors/approver-signals'
import type { Tier } from '@/lib/domain/limits'

/** An emergency access whose review nobody has closed by its date. */
export type OverdueReviewFacts = {
  grantId: string
  name: string
  ticket: string
  openedBy: string
  actorName: string
  ownerId: string | null
  systemId: string | null
  tier: Tier
  brokenAt: Date
  dueAt: Date
}

const WORSE_AFTER_DAYS = 3

/** The glass was broken, and nobody has looked at it by the date: worse three days on. */
export function reviewOverdue(facts: OverdueReviewFacts, now: Date): Detection {
  const { grantId, name, ticket, openedBy, actorName, ownerId, systemId, tier, brokenAt, dueAt } = facts
  return {
    detector: 'review-overdue',
    subjectKind: 'grant',
    subjectId: grantId,
    systemId,
    ownerId,
    severity: severityFor(tier, daysBetween(dueAt, now) >= WORSE_AFTER_DAYS),
    title: 'Emergency access that nobody has reviewed',
    evidence: {
      Grant: name,
      Ticket: ticket,
      'Broken by': openedBy,
      Actor: actorName,
      'Broken at': brokenAt.toISOString(),
      'Review was due': dueAt.toISOString(),
    },
    controls: APPROVAL_CONTROLS,
  }
}
