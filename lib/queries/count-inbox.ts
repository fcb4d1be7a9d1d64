import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { isMineSql, isOpenSql, readInboxReader } from '@/lib/queries/inbox-sql'

/** How many questions wait for the reader, and how many for others. */
export type InboxCounts = { mine: number; others: number }

/** Counts what waits. Needs `view-access`; nothing ever waits for who may not decide. */
export async function countInbox(ctx: Context): Promise<InboxCounts> {
  authorize(ctx, 'view-access')
  const isMine = isMineSql(ctx, await readInboxReader(ctx))
  const [row] = await reader().$queryRaw<InboxCounts[]>`
    select count(*) filter (where ${isMine})::int as mine, count(*) filter (where not ${isMine})::int as others
    from approvals a
    left join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id and s.position = a.current_position
    where a.org_id = ${ctx.orgId}::uuid and ${isOpenSql(ctx.now)}`
  return row ?? { mine: 0, others: 0 }
}
