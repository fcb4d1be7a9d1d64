import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { SessionView } from '@/lib/domain/session-filter'
import { countSessions } from '@/lib/queries/list-sessions'
import { endsTodaySql, JOINED_UNOWNED_SQL, liveSql, OWNER_JOINS_SQL, unusedSql } from '@/lib/queries/session-where'

type LiveView = Exclude<SessionView, 'ended' | 'all'>
export type SessionViewCounts = Record<LiveView, number> & { ended: { count: number; isMore: boolean } }

/** How many sessions each view shows. The live ones are counted; those that ended within 30 days only up to 10,000,
 *  for there may be millions. All of them are not counted at all. */
export async function countSessionViews(ctx: Context): Promise<SessionViewCounts> {
  authorize(ctx, 'view-access')
  const [rows, ended] = await Promise.all([
    reader().$queryRaw<Record<LiveView, number>[]>`
      select count(*)::int as live,
        count(*) filter (where s.is_over_limit)::int as "over-limit",
        count(*) filter (where ${JOINED_UNOWNED_SQL})::int as unowned,
        count(*) filter (where ${unusedSql(ctx.now)})::int as unused,
        count(*) filter (where ${endsTodaySql(ctx)})::int as "ends-today",
        count(*) filter (where s.origin = 'observed')::int as observed
      from delegated_sessions s ${OWNER_JOINS_SQL} where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)}`,
    countSessions(ctx, { view: 'ended' }),
  ])
  const none = { live: 0, 'over-limit': 0, unowned: 0, unused: 0, 'ends-today': 0, observed: 0 }
  return { ...none, ...rows[0], ended }
}
