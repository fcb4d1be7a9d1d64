import { Prisma } from '@/lib/db'
import { type Cursor, decodeCursor, type PageRequest } from '@/lib/domain/page'

/** What a list is sorted by: an expression that is never null, and its type, so that a cursor's value can be compared. */
export type SortKey = { sql: Prisma.Sql; type: 'float8' | 'text' }
export type Direction = 'asc' | 'desc'

/** A moment as a sort key: milliseconds since 1970, `absent` where there is none. */
export function momentKey(column: Prisma.Sql, absent: number): SortKey {
  return {
    sql: Prisma.sql`coalesce(floor(extract(epoch from ${column}) * 1000), ${absent}::float8)::float8`,
    type: 'float8',
  }
}

/** A number as a sort key, `absent` where there is none. */
export function numberKey(column: Prisma.Sql, absent: number): SortKey {
  return { sql: Prisma.sql`coalesce(${column}, ${absent}::float8)::float8`, type: 'float8' }
}

/** A name as a sort key, letter case aside. */
export function textKey(column: Prisma.Sql): SortKey {
  return { sql: Prisma.sql`lower(${column})`, type: 'text' }
}

type Keyset = { key: SortKey; id: Prisma.Sql; direction: Direction; request: PageRequest }

const flip = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc')

function comparison({ key, id }: Keyset, travel: Direction, cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`
  const [value, uuid] = cursor
  const sign = travel === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  const bound = key.type === 'text' ? Prisma.sql`${String(value)}::text` : Prisma.sql`${Number(value) || 0}::float8`
  return Prisma.sql`(${key.sql}, ${id}) ${sign} (${bound}, ${uuid}::uuid)`
}

/** The parts of a statement that reads one page: `select …, ${value} as "sortValue" … where ${where} order by ${order}
 *  limit ${limit}`. What it reads is for `cutPage`: one row more than a page, nearest to the cursor first. */
export function keyset(list: Keyset) {
  const isBackward = !list.request.after && Boolean(list.request.before)
  const travel = isBackward ? flip(list.direction) : list.direction
  const cursor = decodeCursor(isBackward ? list.request.before : list.request.after)
  const way = travel === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`
  return {
    value: list.key.sql,
    where: comparison(list, travel, cursor),
    order: Prisma.sql`${list.key.sql} ${way}, ${list.id} ${way}`,
    limit: list.request.limit + 1,
  }
}
