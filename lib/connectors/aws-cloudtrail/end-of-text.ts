import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'

/** Where a JSON text that is open at `start` ends: the index of its quote, or of the raw newline that breaks it. Where it
 *  goes on in the next chunk, the chunk's length; one more where that begins with an escaped byte. */
export function endOfText(chunk: Buffer, start: number): number {
  let at = start
  for (; at < chunk.length; at++) {
    const byte = chunk[at] as number
    if (byte > BYTE.backslash) continue
    if (byte === BYTE.backslash) at++
    else if (byte === BYTE.quote || byte === BYTE.newline) return at
  }
  return at
}
