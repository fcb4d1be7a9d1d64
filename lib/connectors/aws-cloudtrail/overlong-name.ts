import type { JsonObject } from './json-value'

/** No ARN of IAM is half as long (a path of 512 and a name of 64); an index of Postgres's takes two such texts in one. */
const MOST_BYTES = 1_024
/** Beside the policies, tokens and certificates of a request or an answer, which may be long. */
const NAMES = /(arn|name|identity|subject|issuer|provider|audience)$/i
const WHO_ASKS = new Set(['sts.amazonaws.com', 'iam.amazonaws.com'])

function longIn(value: unknown, isName: (key: string) => boolean, depth: number): string | null {
  if (typeof value !== 'object' || value === null || depth === 0) return null
  for (const [key, part] of Object.entries(value)) {
    if (typeof part !== 'string') {
      const found = longIn(part, isName, depth - 1)
      if (found) return found
    } else if (part.length * 3 > MOST_BYTES && isName(key) && Buffer.byteLength(part) > MOST_BYTES) return key
  }
  return null
}

/** The member that names somebody or something by more than 1,024 bytes, or null. Nothing is known by such a name, and
 *  Postgres could not find it again by one. */
export function findOverlongName(source: string, identity: JsonObject, ...parts: JsonObject[]): string | null {
  const ofCaller = longIn(identity, () => true, 4)
  if (ofCaller || !WHO_ASKS.has(source)) return ofCaller
  return parts.map((part) => longIn(part, (key) => NAMES.test(key), 3)).find((key) => key !== null) ?? null
}
