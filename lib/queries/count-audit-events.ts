import { reader } from '@/lib/db'
import type { AuditFilter } from '@/lib/domain/audit-filter'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { auditWhere } from '@/lib/queries/audit-where'

/** Up to this many are counted one by one; beyond it a page says "more than". */
export const MAX_COUNTED_EVENTS = 10_000

/** How many events match, counted no further than one more than `MAX_COUNTED_EVENTS`: the log grows without bound. */
export async function countAuditEvents(ctx: Context, filter: AuditFilter): Promise<number> {
  authorize(ctx, 'view-audit')
  const [row] = await reader().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (
      select from audit_events e where ${auditWhere(ctx, filter)} order by e.id desc limit ${MAX_COUNTED_EVENTS + 1}) as counted`
  return row?.count ?? 0
}
