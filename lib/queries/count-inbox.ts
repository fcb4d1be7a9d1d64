import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { isMineSql, isOpenSql, QUESTIONS } from '@/lib/queries/inbox-sql'

/** How many questions wait for the reader, and how many for others. */
export type InboxCounts = { mine: number; others: number }

/** Counts what waits. Needs `view-access`; nothing ever waits for who may not decide. */
export async function countInbox(ctx: Context): Promise<InboxCounts> {
  authorize(ctx, 'view-access')
  const [row] = await reader().$queryRaw<InboxCounts[]>`
    select count(*) filter (where w.mine)::int as mine, count(*) filter (where not w.mine)::int as others
    from (select ${isMineSql(ctx)} as mine from ${QUESTIONS}
      where a.org_id = ${ctx.orgId}::uuid and a.subject_kind in ('session', 'grant') and ${isOpenSql(ctx.now)}) w`
  return row ?? { mine: 0, others: 0 }
}
