import { constants, deflateSync } from 'node:zlib'

/** Two bits a token: 0 VALID, 1 INVALID, 2 SUSPENDED (draft-ietf-oauth-status-list, Status Types). */
export const STATUS_BITS = 2

export type StatusBits = 1 | 2 | 4 | 8

/** A status list as its token holds it: statuses packed from the least significant bit of each byte on, compressed as
 *  well as can be (draft-ietf-oauth-status-list, Compressed Byte Array). What is not named is 0. */
export function encodeStatusList(
  statuses: Iterable<readonly [idx: number, value: number]>,
  size: number,
  bits: StatusBits,
): { bits: StatusBits; lst: string } {
  const bytes = new Uint8Array(Math.ceil((size * bits) / 8))
  const mask = (1 << bits) - 1
  for (const [idx, value] of statuses) {
    const at = Math.floor((idx * bits) / 8)
    const shift = (idx * bits) % 8
    bytes[at] = ((bytes[at] ?? 0) & ~(mask << shift)) | ((value & mask) << shift)
  }
  const lst = deflateSync(bytes, { level: constants.Z_BEST_COMPRESSION }).toString('base64url')
  return { bits, lst }
}
