import { createHmac } from 'node:crypto'

/** Places in one list: 2^17, so that a list of two bits a token is 32 KiB before it is compressed. */
export const LIST_SIZE = 131_072
const HALF_BITS = 9
const ROUNDS = 4

export type StatusIndex = { list: number; idx: number }

/** A keyed permutation of 0 … 2^18 − 1 (a Feistel network), walked until it falls within the list: every number gets an
 *  index of its own, and who sees some of them cannot tell which came first or how many there are. */
class Permutation {
  private readonly rounds: Uint16Array[]

  constructor(key: Buffer) {
    this.rounds = Array.from({ length: ROUNDS }, (_, round) => Permutation.table(key, round))
  }

  private static table(key: Buffer, round: number): Uint16Array {
    const blocks = Array.from({ length: 32 }, (_, block) =>
      createHmac('sha256', key).update(`${round} ${block}`).digest(),
    )
    const bytes = Buffer.concat(blocks)
    const mask = (1 << HALF_BITS) - 1
    return Uint16Array.from({ length: 1 << HALF_BITS }, (_, at) => bytes.readUInt16BE(at * 2) & mask)
  }

  at(place: number): number {
    let value = this.step(place)
    while (value >= LIST_SIZE) value = this.step(value)
    return value
  }

  private step(value: number): number {
    let left = value >>> HALF_BITS
    let right = value & ((1 << HALF_BITS) - 1)
    for (const table of this.rounds) [left, right] = [right, left ^ (table[right] ?? 0)]
    return (left << HALF_BITS) | right
  }
}

const KEPT = 64
let secretOfInstallation = ''
const permutations = new Map<number, Permutation>()

/** Says under which secret indexes are spread, before the first is given: the one that encrypts the signing keys, which no
 *  instance can have wrong. Without one (nothing is issued then) they are merely shuffled. */
export function keyStatusIndexes(secret: string): void {
  if (secret === secretOfInstallation) return
  secretOfInstallation = secret
  permutations.clear()
}

/** Each list is permuted by a key of its own. */
function permutationOf(list: number): Permutation {
  const known = permutations.get(list)
  if (known) return known
  const key = createHmac('sha256', secretOfInstallation).update(`status list ${list}`).digest()
  const made = new Permutation(key)
  if (permutations.size >= KEPT) permutations.clear()
  permutations.set(list, made)
  return made
}

/** The place of a token in the status lists. No two numbers have the same (draft-ietf-oauth-status-list §13.2). */
export function statusIndex(number: bigint | number): StatusIndex {
  const list = Math.floor(Number(number) / LIST_SIZE)
  return { list, idx: permutationOf(list).at(Number(number) % LIST_SIZE) }
}

/** Where a list is served: the very text that stands in tokens and, as `sub`, in the list. */
export function statusListUri(service: { issuer: string }, list: number): string {
  return `${service.issuer}/status-lists/${list}`
}

/** What a token says about its status (draft-ietf-oauth-status-list §6.1). */
export function statusReference(issuer: string, number: bigint): { idx: number; uri: string } {
  const { list, idx } = statusIndex(number)
  return { idx, uri: statusListUri({ issuer }, list) }
}
