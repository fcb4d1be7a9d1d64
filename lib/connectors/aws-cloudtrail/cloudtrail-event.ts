import { type JsonObject, objectOf, parseObject, textOf } from './json-value'

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

/** The record inside what tools wrap round it: `lookup-events`, CloudWatch Logs, EventBridge. */
function unwrap(value: JsonObject): JsonObject | null {
  if ('CloudTrailEvent' in value) return parseObject(value.CloudTrailEvent)
  if (typeof value.message === 'string' && !('eventName' in value)) return parseObject(value.message)
  if ('detail-type' in value) return objectOf(value.detail)
  return value
}

/** Takes a JSON object for a record, or says in half a sentence why it is none. `now` bounds its time. */
export function recogniseEvent(value: JsonObject, now: Date): Recognised {
  const raw = unwrap(value)
  if (!raw) return { problem: 'the event inside it cannot be read' }
  if (SKIPPED_CATEGORIES.has(raw.eventCategory as string) || SKIPPED_TYPES.has(raw.eventType as string)) {
    return { skipped: true }
  }
  const name = textOf(raw.eventName)
  const source = textOf(raw.eventSource)
  if (!name || !source || !EVENT_SOURCE.test(source)) {
    return { problem: 'it is no CloudTrail record', isForeign: true }
  }
  const at = Date.parse(textOf(raw.eventTime) ?? '')
  if (!(at >= EARLIEST && at <= now.getTime() + A_DAY)) return { problem: 'its eventTime is missing or impossible' }
  return {
    event: {
      at,
      name,
      source: source.toLowerCase(),
      identity: objectOf(raw.userIdentity),
      request: objectOf(raw.requestParameters),
      response: objectOf(raw.responseElements),
      errorCode: textOf(raw.errorCode),
      raw,
    },
  }
}
