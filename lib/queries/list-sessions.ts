import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { decodeCursor, EXPORT_ROWS, type Page } from '@/lib/domain/page'
import {
  effectiveView,
  isLiveView,
  type SessionFilter,
  type SessionListRequest,
  sessionOrder,
} from '@/lib/domain/session-filter'
import type { SessionRow } from '@/lib/domain/session-row'
import { toPage } from '@/lib/queries/keyset'
import { readSessionRows } from '@/lib/queries/read-session-rows'
import { type Leg, sessionLegs } from '@/lib/queries/session-order'
import { sessionWhere } from '@/lib/queries/session-where'

type Found = { id: string; sortValue: string }

/** So many rows are sorted in a moment; of more than these a walk along the order's own index soon finds a page. */
const SORTED_AT_ONCE = 100_000

/** Of all that lives and nothing but that, ordered by what says nothing of its age, a walk finds a page among fewer too. */
const WALKED_FROM = 20_000

/** Which rows the legs read: all of them along the index of the order, or first those that match, where these are few.
 *  Left to itself the planner walks the whole index for a handful of rows; it does not look past an offset. */
function sourceOf(where: Prisma.Sql, isSmall: boolean): Prisma.Sql {
  if (!isSmall) return Prisma.sql`select s.* from delegated_sessions s where ${where}`
  return Prisma.sql`select s.id, s.breadth, s.unused_share, s.issued_at, s.expires_at, s.expiry_known, s.last_used_at
    from delegated_sessions s where ${where} offset 0`
}

function readLeg(source: Prisma.Sql, leg: Leg, limit: number): Promise<Found[]> {
  return reader().$queryRaw<Found[]>`
    select s.id, ${leg.value} as "sortValue" from (${source}) s where ${leg.where} order by ${leg.order} limit ${limit}`
}

/** Whether what matches is worth sorting as a whole: what ended lately always is, for it lies together; everything never;
 *  else it is counted. */
async function isSmall(ctx: Context, request: SessionListRequest): Promise<boolean> {
  const view = effectiveView(request)
  const { q, grant, identity, owner, revocation } = request
  if (view === 'ended') return true
  if (view === 'all' && !(q || grant || identity || owner || revocation)) return false
  return !(await countSessions(ctx, request, isWalked(request) ? WALKED_FROM : SORTED_AT_ONCE)).isMore
}

function isWalked(request: SessionListRequest): boolean {
  const { view: _, sort: __, dir: ___, after: ____, before: _____, limit: ______, ...filters } = request
  const isByAge = ['issued', 'lastUsed'].includes(sessionOrder(request).key)
  return effectiveView(request) === 'live' && !isByAge && Object.values(filters).every((value) => value === undefined)
}

/** One page of delegated sessions in the order asked for. What is unknown comes last either way, and no row is left out
 *  or shown twice while paging, however many share a value or have none. */
export async function listSessions(ctx: Context, request: SessionListRequest): Promise<Page<SessionRow>> {
  authorize(ctx, 'view-access')
  const isBackward = !request.after && Boolean(request.before)
  const cursor = decodeCursor(isBackward ? request.before : request.after)
  const endAfter = isLiveView(effectiveView(request)) ? ctx.now : null
  const source = sourceOf(sessionWhere(ctx, request), await isSmall(ctx, request))
  const limit = request.limit + 1
  const found: Found[] = []
  for (const leg of sessionLegs({ sort: sessionOrder(request), isBackward, cursor, endAfter })) {
    if (found.length < limit) found.push(...(await readLeg(source, leg, limit - found.length)))
  }
  const page = toPage(found, request)
  const rows = await readSessionRows(
    ctx,
    page.rows.map((row) => row.id),
  )
  return { ...page, rows }
}

/** How many a filter lets through, counted no further than `atMost`: beyond it the answer is "more than". */
export async function countSessions(ctx: Context, filter: SessionFilter, atMost = 10_000) {
  authorize(ctx, 'view-access')
  const [row] = await reader().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (
      select from delegated_sessions s where ${sessionWhere(ctx, filter)} limit ${atMost + 1}) counted`
  const count = row?.count ?? 0
  return { count: Math.min(count, atMost), isMore: count > atMost }
}

/** Every session of a filter, in pages, for what is taken away as a file. */
export async function* readAllSessions(ctx: Context, request: SessionListRequest): AsyncGenerator<SessionRow[]> {
  let after: string | undefined
  do {
    const page = await listSessions(ctx, { ...request, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows
    after = page.next ?? undefined
  } while (after)
}
