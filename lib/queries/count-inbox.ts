import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { isMineSql, isOpenSql, readInboxReader } from '@/lib/queries/inbox-sql'

/** How many questions wait for the reader, and how many for others. */
export type InboxCounts = { mine: number; others: number }

/** Counts what waits, by the key of each open question and never by reading all stages there ever were. Needs `view-access`; nothing ever waits for who may not decide. */
export async function countInbox(ctx: Context): Promise<InboxCounts> {
  authorize(ctx, 'view-access')
  const isMine = isMineSql(ctx.orgId, await readInboxReader(ctx))
  const [row] = await reader().$queryRaw<InboxCounts[]>`
    select count(*) filter (where w.mine)::int as mine, count(*) filter (where not w.mine)::int as others
    from (select ${isMine} as mine from approvals a
      left join lateral (select t.kind, t.eligible from approval_stages t
        where t.org_id = a.org_id and t.approval_id = a.id and t.position = a.current_position limit 1) s on true
      where a.org_id = ${ctx.orgId}::uuid and ${isOpenSql(ctx.now)} offset 0) w`
  return row ?? { mine: 0, others: 0 }
}
