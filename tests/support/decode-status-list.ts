import { inflateSync } from 'node:zlib'

/** A second reading of the draft, for tests: every status of a list, by its index. Reads bit by bit, so that it shares no
 *  arithmetic with what it checks. */
export function decodeStatusList({ bits, lst }: { bits: number; lst: string }): number[] {
  const stream = [...inflateSync(Buffer.from(lst, 'base64url'))]
    .flatMap((byte) => byte.toString(2).padStart(8, '0').split('').reverse())
    .join('')
  const statuses = stream.match(new RegExp(`.{${bits}}`, 'g')) ?? []
  return statuses.map((status) => Number.parseInt(status.split('').reverse().join(''), 2))
}
