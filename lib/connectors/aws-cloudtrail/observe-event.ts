import { type CalledAction, isRefused } from '@/lib/connectors/aws-cloudtrail/action-of-event'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { eventIdentity } from '@/lib/connectors/aws-cloudtrail/event-identity'
import { isIssuing, parseAttempt, parseIssuance } from '@/lib/connectors/aws-cloudtrail/parse-issuance'
import { parseRoleFacts } from '@/lib/connectors/aws-cloudtrail/parse-role-facts'
import { sessionOfCall } from '@/lib/connectors/aws-cloudtrail/session-of-call'
import type { Observation } from '@/lib/domain/observation'

/** Signing in is no use of a permission, and what a service does by itself is no use by anyone. */
const NO_CALLS = new Set(['AwsServiceEvent', 'AwsConsoleSignIn'])

/** All that one record says, in words any source could use. */
export function observeEvent(event: CloudTrailEvent, actionOf: (event: CloudTrailEvent) => CalledAction): Observation {
  const observation: Observation = { identity: eventIdentity(event), at: event.at }
  if (isIssuing(event)) {
    observation.issuance = parseIssuance(event) ?? undefined
    observation.attempt = parseAttempt(event) ?? undefined
  }
  const session = NO_CALLS.has(event.raw.eventType as string) ? null : sessionOfCall(event)
  if (session) observation.use = { session, ...actionOf(event), isAllowed: !isRefused(event.errorCode) }
  const facts = parseRoleFacts(event)
  if (facts.length > 0) observation.facts = facts
  return observation
}
