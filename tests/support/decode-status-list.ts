import { inflateSync } from 'node:zlib'

/** A second reading of the draft, for tests: every status of a list, by its index. Reads bit by bit, so that it shares no
 *  arithmetic with what it checks. */
export function decodeStatusList({ bits, lst }: { bits: number; lst: string }): number[] {
  const bytes = inflateSync(Buffer.from(lst, 'base64url'))
  const isSet = (position: number) => (((bytes[Math.floor(position / 8)] ?? 0) >> (position % 8)) & 1) === 1
  const statuses = new Array<number>(Math.floor((bytes.length * 8) / bits)).fill(0)
  for (let idx = 0; idx < statuses.length; idx++) {
    for (let bit = 0; bit < bits; bit++) if (isSet(idx * bits + bit)) statuses[idx] = (statuses[idx] ?? 0) + 2 ** bit
  }
  return statuses
}
