import { reader } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { liveSql } from '@/lib/queries/session-where'

/** What stands beside the sections, and the newest audit event: null for a role that may not read the log. */
export type NavCounts = {
  organisation: string
  grants: number
  sessions: number
  findings: number
  lastEventAt: Date | null
}

type Row = Omit<NavCounts, 'lastEventAt'> & { lastEventAt: Date | null }

/** Active grants, live sessions and open findings: each is what its list opens with. */
export async function getNavCounts(ctx: Context): Promise<NavCounts> {
  authorize(ctx, 'view-access')
  const [row] = await reader().$queryRaw<Row[]>`
    select o.name as organisation,
      (select count(*)::int from grants g where g.org_id = o.id and g.status = 'active' and (g.expires_at is null or g.expires_at > ${ctx.now}::timestamptz)) as grants,
      (select count(*)::int from delegated_sessions s where s.org_id = o.id and ${liveSql(ctx.now)}) as sessions,
      (select count(*)::int from findings f where f.org_id = o.id and f.status = 'open') as findings,
      (select e.at from audit_events e where e.org_id = o.id order by e.id desc limit 1) as "lastEventAt"
    from organisations o where o.id = ${ctx.orgId}::uuid`
  if (!row) throw new Error('a member belongs to an organisation')
  return isAllowed(ctx, 'view-audit') ? row : { ...row, lastEventAt: null }
}
