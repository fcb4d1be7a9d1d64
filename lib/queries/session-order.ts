import { Prisma } from '@/lib/db'
import type { Cursor } from '@/lib/domain/page'
import type { SessionSort } from '@/lib/domain/session-filter'

/** A stretch of a sorted list whose rows are comparable: those with a value of the key, or those that share a word for
 *  having none (`never`, `unknown`). Null keys of their own stretch keep the order exact and the plain indexes in use. */
type Stretch = { word: 'known' | 'never' | 'unknown' | 'all'; where: Prisma.Sql }
type Order = {
  key: Prisma.Sql
  cast: Prisma.Sql
  /** How the index that serves it puts nulls, which an order must repeat to be served by it. */
  nulls: Record<'asc' | 'desc', Prisma.Sql>
  descending: readonly Stretch[]
  ascending: readonly Stretch[]
}
export type Leg = { where: Prisma.Sql; order: Prisma.Sql; value: Prisma.Sql }

const plain = { asc: Prisma.empty, desc: Prisma.empty }
const nullsLowest = { asc: Prisma.sql`nulls first`, desc: Prisma.sql`nulls last` }
const never: Stretch = { word: 'never', where: Prisma.sql`s.expires_at is null and s.expiry_known` }
const unknown: Stretch = { word: 'unknown', where: Prisma.sql`s.expires_at is null and not s.expiry_known` }

function measured(column: string, type: string): Order {
  const known: Stretch = { word: 'known', where: Prisma.raw(`${column} is not null`) }
  const missing: Stretch = { word: 'unknown', where: Prisma.raw(`${column} is null`) }
  const both = [known, missing]
  return { key: Prisma.raw(column), cast: Prisma.raw(type), nulls: nullsLowest, descending: both, ascending: both }
}

function ending(key: string, type: string): Order {
  const known: Stretch = { word: 'known', where: Prisma.sql`s.expires_at is not null` }
  return {
    key: Prisma.raw(key),
    cast: Prisma.raw(type),
    nulls: plain,
    descending: [never, known, unknown],
    ascending: [known, never, unknown],
  }
}

const used: Stretch = { word: 'known', where: Prisma.sql`s.last_used_at is not null` }
const neverUsed: Stretch = { word: 'never', where: Prisma.sql`s.last_used_at is null` }
const byId: Stretch[] = [{ word: 'all', where: Prisma.sql`true` }]

/** Each order: what is unknown stands last either way; what never ends is the longest; what was never used the stalest. */
const ORDERS: Record<SessionSort, Order> = {
  breadth: measured('s.breadth', 'smallint'),
  unused: measured('s.unused_share', 'real'),
  lifetime: ending('(s.expires_at - s.issued_at)', 'interval'),
  ends: ending('s.expires_at', 'timestamptz'),
  lastUsed: {
    key: Prisma.sql`s.last_used_at`,
    cast: Prisma.sql`timestamptz`,
    nulls: nullsLowest,
    descending: [used, neverUsed],
    ascending: [neverUsed, used],
  },
  issued: { key: Prisma.sql`s.id`, cast: Prisma.sql`uuid`, nulls: plain, descending: byId, ascending: byId },
}

function legOf(order: Order, stretch: Stretch, travel: 'asc' | 'desc', cursor: Cursor | null): Leg {
  const way = Prisma.raw(travel)
  const sign = Prisma.raw(travel === 'asc' ? '>' : '<')
  if (stretch.word !== 'known') {
    const beyond = cursor ? Prisma.sql`s.id ${sign} ${cursor[1]}::uuid` : Prisma.sql`true`
    const value = Prisma.sql`${stretch.word}::text`
    return { where: Prisma.sql`${stretch.where} and ${beyond}`, order: Prisma.sql`s.id ${way}`, value }
  }
  const beyond = cursor
    ? Prisma.sql`(${order.key}, s.id) ${sign} (${String(cursor[0])}::text::${order.cast}, ${cursor[1]}::uuid)`
    : Prisma.sql`true`
  return {
    where: Prisma.sql`${stretch.where} and ${beyond}`,
    order: Prisma.sql`${order.key} ${way} ${order.nulls[travel]}, s.id ${way}`,
    value: Prisma.sql`${order.key}::text`,
  }
}

/** Which way to read, from where; `endAfter` says that only what ends later is wanted, which lets the index of ends begin
 *  there and not at what ended long ago. */
type Travel = {
  sort: { key: SessionSort; descending: boolean }
  isBackward: boolean
  cursor: Cursor | null
  endAfter: Date | null
}

function endingAfter(at: Date): Order {
  const later = (stretch: Stretch): Stretch =>
    stretch.word === 'known' ? { ...stretch, where: Prisma.sql`s.expires_at > ${at}` } : stretch
  const { descending, ascending, ...order } = ORDERS.ends
  return { ...order, descending: descending.map(later), ascending: ascending.map(later) }
}

/** The statements' parts that read the list onward from a cursor, in turn, until a page is full. */
export function sessionLegs({ sort, isBackward, cursor, endAfter }: Travel): Leg[] {
  const order = sort.key === 'ends' && endAfter ? endingAfter(endAfter) : ORDERS[sort.key]
  const stretches = sort.descending ? order.descending : order.ascending
  const travelled = isBackward ? stretches.toReversed() : stretches
  const travel = sort.descending === isBackward ? 'asc' : 'desc'
  if (!cursor) return travelled.map((stretch) => legOf(order, stretch, travel, null))
  const at = travelled.findIndex((stretch) => stretch.word === cursor[0])
  const start = Math.max(0, at >= 0 ? at : travelled.findIndex((stretch) => stretch.word === 'known'))
  return travelled.slice(start).map((stretch, index) => legOf(order, stretch, travel, index === 0 ? cursor : null))
}
