import { parseAwsTime } from './aws-time'
import { type JsonObject, objectOf, textOf } from './json-value'
import { findOverlongName } from './overlong-name'
import { restoreCase } from './restore-case'
import { unwrapRecord } from './unwrap-record'

/** A record as CloudTrail writes it, of any event version: three members are sure, the rest may be missing or null. */
export type CloudTrailEvent = {
  /** Milliseconds since 1970. */
  at: number
  name: string
  /** `sts.amazonaws.com` */
  source: string
  identity: JsonObject
  request: JsonObject
  response: JsonObject
  errorCode: string | null
  raw: JsonObject
}

/** What a JSON object turned out to be. `skipped`: CloudTrail's, but no call by anyone. */
export type Recognised = { event: CloudTrailEvent } | { skipped: true } | { problem: string; isForeign?: boolean }

/** AWS was not there before. */
const EARLIEST = Date.UTC(2006, 0, 1)
const A_DAY = 86_400_000
const EVENT_SOURCE = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i
/** Insights sum calls up, network activity repeats a call as an endpoint saw it, the audit log is other vendors'. */
const SKIPPED_CATEGORIES = new Set(['Insight', 'NetworkActivity', 'ActivityAuditLog'])
const SKIPPED_TYPES = new Set(['AwsCloudTrailInsight', 'AwsVpceEvent', 'AwsVpceEvents'])

/** What CloudWatch Logs sends to see whether anyone listens. */
const isProbe = ({ message }: JsonObject) => typeof message === 'string' && message.startsWith('CWL CONTROL MESSAGE')

/** Takes a JSON object for a record, or says in half a sentence why it is none. `now` bounds its time. */
export function recogniseEvent(value: JsonObject, now: Date): Recognised {
  if (isProbe(value)) return { skipped: true }
  const found = unwrapRecord(value)
  if (!found) return { problem: 'the event inside it cannot be read' }
  const raw = 'eventname' in found ? restoreCase(found) : found
  if (SKIPPED_CATEGORIES.has(raw.eventCategory as string) || SKIPPED_TYPES.has(raw.eventType as string)) {
    return { skipped: true }
  }
  const name = textOf(raw.eventName)
  const source = textOf(raw.eventSource)
  if (!name || !source || !EVENT_SOURCE.test(source)) {
    return { problem: 'it is no CloudTrail record', isForeign: true }
  }
  const at = parseAwsTime(textOf(raw.eventTime)) ?? Number.NaN
  if (!(at >= EARLIEST && at <= now.getTime() + A_DAY)) return { problem: 'its eventTime is missing or impossible' }
  const parts = {
    source: source.toLowerCase(),
    identity: objectOf(raw.userIdentity),
    request: objectOf(raw.requestParameters),
    response: objectOf(raw.responseElements),
  }
  const overlong = findOverlongName(parts.source, parts.identity, parts.request, parts.response)
  if (overlong) return { problem: `its ${overlong} is longer than any name is` }
  return { event: { at, name, ...parts, errorCode: textOf(raw.errorCode), raw } }
}
