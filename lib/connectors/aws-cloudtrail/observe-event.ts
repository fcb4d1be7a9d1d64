import { createActionMapper, isRefused } from '@/lib/connectors/aws-cloudtrail/action-of-event'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { eventIdentity } from '@/lib/connectors/aws-cloudtrail/event-identity'
import { isIssuing, parseAttempt, parseIssuance } from '@/lib/connectors/aws-cloudtrail/parse-issuance'
import { parseRoleFacts } from '@/lib/connectors/aws-cloudtrail/parse-role-facts'
import { createSessionReader } from '@/lib/connectors/aws-cloudtrail/session-of-call'
import type { ActionCatalogue } from '@/lib/domain/iam-catalogue'
import type { Observation } from '@/lib/domain/observation'

/** Signing in is no use of a permission, and what a service does by itself is no use by anyone. */
const NO_CALLS = new Set(['AwsServiceEvent', 'AwsConsoleSignIn'])

/** Answers all that one record says, in words any source could use. */
export function createObserver(catalogue: ActionCatalogue): (event: CloudTrailEvent) => Observation {
  const actionOf = createActionMapper(catalogue)
  const sessionOf = createSessionReader()
  return (event) => {
    const session = sessionOf(event)
    const identity = eventIdentity(event)
    const observation: Observation = { identity, at: event.at }
    if (isIssuing(event)) {
      observation.issuance = parseIssuance(event, session) ?? undefined
      observation.attempt = parseAttempt(event, session) ?? undefined
    }
    if (session && !NO_CALLS.has(event.raw.eventType as string)) {
      const { permission, isKnown } = actionOf(event)
      observation.use = { session, permission, isKnown, isAllowed: !isRefused(event.errorCode) }
      // Of the copies that two accounts get of one call, one may name no session.
      if (event.raw.sharedEventID) observation.use.identity = `${identity}|use`
    }
    const facts = parseRoleFacts(event)
    if (facts.length > 0) observation.facts = facts
    return observation
  }
}
