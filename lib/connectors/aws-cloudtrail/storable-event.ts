import type { CloudTrailEvent } from './cloudtrail-event'

const SIGNS = ['\\u0000', '\\ud', '\\uD']

/** The same with U+FFFD for what Postgres cannot keep: JSON may write U+0000 and half of a surrogate pair as escapes. The
 *  bytes say whether any can be in it, which is a hundred times cheaper than looking at every text. */
export function toStorable(event: CloudTrailEvent, bytes: Buffer): CloudTrailEvent {
  return SIGNS.some((sign) => bytes.includes(sign)) ? (mend(event) as CloudTrailEvent) : event
}

const mendText = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd')

function mend(value: unknown): unknown {
  if (typeof value === 'string') return mendText(value)
  if (Array.isArray(value)) return value.map(mend)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [mendText(name), mend(part)]))
}
