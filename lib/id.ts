import { hash, randomBytes } from 'node:crypto'
import { TypeID } from 'typeid-js'
import { DomainError } from '@/lib/domain/error'

/** Prefixes of ids as people and machines see them. */
export const PREFIXES = {
  organisation: 'org',
  member: 'mem',
  identity: 'idn',
  system: 'sys',
  grant: 'grt',
  session: 'ses',
  finding: 'fnd',
  approval: 'apr',
  revocation: 'rcp',
  delivery: 'dlv',
  connector: 'con',
  event: 'evt',
  run: 'run',
  client: 'cli',
  secret: 'sec',
  issuer: 'iss',
  federation: 'fed',
  key: 'key',
  policy: 'pol',
  group: 'grp',
  absence: 'abs',
  consent: 'cns',
  draft: 'dft',
  view: 'vew',
  endpoint: 'ept',
  message: 'msg',
  link: 'lnk',
  offer: 'ofr',
  token: 'tok',
} as const
export type Prefixed = keyof typeof PREFIXES

function uuidFrom(milliseconds: number, tail: Uint8Array): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.max(0, Math.trunc(milliseconds)), 0, 6)
  bytes.set(tail.subarray(0, 10), 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A new UUIDv7 (RFC 9562 §5.7) whose time is `at`; rows made at `at` land in that month's partition.
 *  With a `sequence` (0 to 2²⁶ − 1) ids of one moment sort by it (RFC 9562 §6.2, method 1). */
export function newId(at: Date, sequence?: number): string {
  const tail = randomBytes(10)
  if (sequence !== undefined) {
    tail.writeUInt16BE((sequence >>> 14) & 0x0fff, 0)
    tail.writeUInt16BE(sequence & 0x3fff, 2)
  }
  return uuidFrom(at.getTime(), tail)
}

/** The UUIDv7 of something seen elsewhere: the same time and identity give the same id, so a second look finds the first.
 *  An ingest makes one for every record: put together as text, and joined, because a template would keep all its pieces
 *  in memory as long as the id. */
export function derivedId(at: Date, identity: string): string {
  const time = Math.max(0, Math.trunc(at.getTime())).toString(16).padStart(12, '0')
  const tail = hash('sha256', identity)
  const variant = '89ab'[Number.parseInt(tail[4] ?? '0', 16) & 3]
  const third = `7${tail.slice(1, 4)}`
  const fourth = `${variant}${tail.slice(5, 8)}`
  return [time.slice(0, 8), time.slice(8), third, fourth, tail.slice(8, 20)].join('-')
}

/** `ses_01kq8…` for a UUID: what leaves the product. */
export function toPublicId(kind: Prefixed, uuid: string): string {
  return TypeID.fromUUID(PREFIXES[kind], uuid).toString()
}

/** The UUID behind a public id; a bad one is a `not_found`, as an unknown one is. */
export function fromPublicId(kind: Prefixed, publicId: string): string {
  try {
    const id = TypeID.fromString(publicId)
    if (id.getType() !== PREFIXES[kind]) throw new Error('another kind of id')
    return id.toUUID()
  } catch {
    throw new DomainError('not_found', `There is no ${kind} ${publicId.slice(0, 64)}.`)
  }
}
