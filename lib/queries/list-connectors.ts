import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'
import { liveSql } from '@/lib/queries/session-where'

/** One source. `live` sessions learnt from it, `runs` that brought records, `failedRuns` of them with something wrong. */
export type ConnectorRow = {
  id: string
  kind: string
  name: string
  status: 'active' | 'paused' | 'failing'
  canRevoke: boolean
  lastReceivedAt: Date | null
  lastError: string | null
  live: number
  runs: number
  failedRuns: number
}

/** Every source of the organisation, by name. */
export async function listConnectors(ctx: Context): Promise<ConnectorRow[]> {
  authorize(ctx, 'view-connections')
  const rows = await reader().$queryRaw<ConnectorRow[]>`
    with live as (
      select s.connector_id, count(*)::int as count from delegated_sessions s
      where s.org_id = ${ctx.orgId}::uuid and s.connector_id is not null and ${liveSql(ctx.now)} group by 1
    ), runs as (
      select r.connector_id, count(*)::int as count,
        count(*) filter (where r.status in ('completed-with-errors', 'failed'))::int as failed
      from ingest_runs r where r.org_id = ${ctx.orgId}::uuid group by 1
    )
    select c.id, c.kind, c.name, c.status, c.can_revoke as "canRevoke", c.last_received_at as "lastReceivedAt",
      c.last_error as "lastError", coalesce(l.count, 0) as live, coalesce(r.count, 0) as runs,
      coalesce(r.failed, 0) as "failedRuns"
    from connectors c left join live l on l.connector_id = c.id left join runs r on r.connector_id = c.id
    where c.org_id = ${ctx.orgId}::uuid order by lower(c.name), c.id`
  return rows.map((row) => ({ ...row, id: toPublicId('connector', row.id) }))
}
