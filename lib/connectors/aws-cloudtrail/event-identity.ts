import type { CloudTrailEvent } from './cloudtrail-event'
import { textOf } from './json-value'

/** What tells one event from every other, in whatever file, account or order it comes. The copies two accounts get of one
 *  call share `sharedEventID`; `eventID` alone is not unique, so that all that tells two records apart goes in. Joined: a
 *  template would keep all its pieces in memory as long as the whole. */
export function eventIdentity(event: CloudTrailEvent): string {
  const { raw, at, source, name } = event
  const shared = textOf(raw.sharedEventID)
  if (shared) return ['shared', shared, at, source, name].join('|')
  const eventId = textOf(raw.eventID)
  if (!eventId) return `whole|${JSON.stringify(raw)}`
  return ['event', eventId, at, source, name, textOf(raw.requestID) ?? '', accountOf(event)].join('|')
}

function accountOf({ raw, identity }: CloudTrailEvent): string {
  return textOf(identity.accountId) ?? textOf(raw.recipientAccountId) ?? ''
}
