import { Prisma, reader } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { liveSql } from '@/lib/queries/session-where'

/** Beside a section things are counted up to this many, on every page; beyond it a number one greater says "more". The list
 *  itself says how many there are. */
export const MAX_NAV_COUNT = 9999

/** What stands beside the sections, and the newest audit event: null for a role that may not read the log. */
export type NavCounts = {
  organisation: string
  grants: number
  sessions: number
  findings: number
  lastEventAt: Date | null
}

/** Counts no further than one too many, so that a page of an organisation of any size waits as long. */
const countSql = (from: Prisma.Sql) =>
  Prisma.sql`(select count(*)::int from (select from ${from} limit ${MAX_NAV_COUNT + 1}) counted)`

/** Active grants, live sessions and open findings: each is what its list opens with. */
export async function getNavCounts(ctx: Context): Promise<NavCounts> {
  authorize(ctx, 'view-access')
  const at = Prisma.sql`${ctx.orgId}::uuid`
  const grants = Prisma.sql`grants g where g.org_id = ${at} and g.status = 'active' and (g.expires_at is null or g.expires_at > ${ctx.now}::timestamptz)`
  const [row] = await reader().$queryRaw<NavCounts[]>`
    select o.name as organisation, ${countSql(grants)} as grants,
      ${countSql(Prisma.sql`delegated_sessions s where s.org_id = ${at} and ${liveSql(ctx.now)}`)} as sessions,
      ${countSql(Prisma.sql`findings f where f.org_id = ${at} and f.status = 'open'`)} as findings,
      (select e.at from audit_events e where e.org_id = ${at} order by e.id desc limit 1) as "lastEventAt"
    from organisations o where o.id = ${at}`
  if (!row) throw new Error('a member belongs to an organisation')
  return isAllowed(ctx, 'view-audit') ? row : { ...row, lastEventAt: null }
}
