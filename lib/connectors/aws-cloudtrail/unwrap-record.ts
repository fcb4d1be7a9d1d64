import { type JsonObject, parseObject } from './json-value'

/** Where tools put the record that they pass on, as itself or as a text: `lookup-events`, CloudWatch Logs, EventBridge,
 *  CloudTrail Lake, SNS and SQS, Splunk, Elastic, Fluent Bit. */
const INNER = [
  ...['CloudTrailEvent', 'message', 'detail', 'eventJson', 'Message', 'Body', 'body'],
  ...['result', '_raw', '_source', 'event', 'original', 'log', 'data'],
]
const MAX_DEPTH = 4

/** The record inside what tools wrap round it; null where there is one and it cannot be read. A value that wraps nothing is
 *  returned as it is. */
export function unwrapRecord(value: JsonObject, depth = 0): JsonObject | null {
  if (depth === MAX_DEPTH || 'eventName' in value) return value
  for (const key of INNER) {
    const inner = value[key]
    if (typeof inner !== 'string' && (typeof inner !== 'object' || inner === null || Array.isArray(inner))) continue
    const parsed = parseObject(inner)
    return parsed && unwrapRecord(parsed, depth + 1)
  }
  return value
}
