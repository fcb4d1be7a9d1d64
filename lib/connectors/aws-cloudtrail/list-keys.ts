import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'

/** Lists that wrap records: log files, `lookup-events`, `filter-log-events`, CloudWatch Logs subscriptions, rows of CloudTrail
 *  Lake, queues. */
const LIST_KEYS = new Set(['Records', 'records', 'Events', 'events', 'logEvents', 'QueryResultRows', 'Messages'])

/** Whether the bytes begin with the key of a list of records, up to its quote. */
export function isListKey(bytes: Buffer): boolean {
  return LIST_KEYS.has(bytes.subarray(0, bytes.indexOf(BYTE.quote)).toString())
}
