import { Prisma } from '@/lib/db'
import { type Cursor, decodeCursor, encodeCursor, type Page, type PageRequest } from '@/lib/domain/page'

export type Direction = 'asc' | 'desc'

/** What a list is sorted by: an expression that is never null, and its type, so that a cursor's value can be compared. */
export type SortKey = (direction: Direction) => { sql: Prisma.Sql; type: 'float8' | 'text' }

/** Beyond any number or moment of ours: what never ends or has no bound sorts here. */
const BEYOND = 1e15

/** A number as a sort key. Where there is none the row stands last either way, or as the `greatest` or `least`. */
export function numberKey(column: Prisma.Sql, absent: 'last' | 'greatest' | 'least' = 'last'): SortKey {
  return (direction) => {
    const isGreatest = absent === 'greatest' || (absent === 'last' && direction === 'asc')
    const value = isGreatest ? BEYOND : -1
    return { sql: Prisma.sql`coalesce((${column})::float8, ${value}::float8)`, type: 'float8' }
  }
}

/** A moment as a sort key, in whole milliseconds since 1970, so that it survives a cursor. */
export function momentKey(column: Prisma.Sql, absent: 'last' | 'greatest' | 'least'): SortKey {
  return numberKey(Prisma.sql`floor(extract(epoch from ${column}) * 1000)`, absent)
}

/** A name as a sort key, letter case aside. */
export function textKey(column: Prisma.Sql): SortKey {
  return () => ({ sql: Prisma.sql`lower(${column})`, type: 'text' })
}

/** A `sort` parameter, `name` or `-name`, as key and direction. */
export function parseSort<K extends string>(sort: string): { key: K; direction: Direction } {
  return { key: sort.replace(/^-/, '') as K, direction: sort.startsWith('-') ? 'desc' : 'asc' }
}

type List = { key: SortKey; id: Prisma.Sql; direction: Direction; request: PageRequest }

const isBackward = (request: PageRequest) => !request.after && Boolean(request.before)
const flip = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc')

function beyond(key: ReturnType<SortKey>, id: Prisma.Sql, travel: Direction, cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`
  const sign = travel === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  const value =
    key.type === 'text' ? Prisma.sql`${String(cursor[0])}::text` : Prisma.sql`${Number(cursor[0]) || 0}::float8`
  return Prisma.sql`(${key.sql}, ${id}) ${sign} (${value}, ${cursor[1]}::uuid)`
}

/** The parts of a statement that reads one page: `select …, ${value} as "sortValue" … where ${where} order by ${order}
 *  limit ${limit}`. What it reads is for `toPage`: one row more than a page, nearest to the cursor first. */
export function keyset({ key, id, direction, request }: List) {
  const travel = isBackward(request) ? flip(direction) : direction
  const sortKey = key(direction)
  const way = Prisma.raw(travel)
  return {
    value: sortKey.sql,
    where: beyond(sortKey, id, travel, decodeCursor(request.after ?? request.before)),
    order: Prisma.sql`${sortKey.sql} ${way}, ${id} ${way}`,
    limit: request.limit + 1,
  }
}

/** Cuts what `keyset` read to one page, in the order of the list, with the cursors either way. */
export function toPage<R extends { id: string; sortValue: string | number }>(read: R[], request: PageRequest): Page<R> {
  const hasMore = read.length > request.limit
  const near = read.slice(0, request.limit)
  const rows = isBackward(request) ? near.toReversed() : near
  const cursorOf = (row: R | undefined) => (row ? encodeCursor([row.sortValue, row.id]) : null)
  const hasPrevious = isBackward(request) ? hasMore : decodeCursor(request.after) !== null
  return {
    rows,
    next: isBackward(request) || hasMore ? cursorOf(rows.at(-1)) : null,
    previous: hasPrevious ? cursorOf(rows[0]) : null,
  }
}
