import { statement } from '@/lib/db/statement'
import { newId } from '@/lib/id'

const BATCH = 10_000
const DAY_MS = 86_400_000

/** That a message went out, to whom and about what stays in the audit log; its text is kept for so long. */
export const KEEP_MESSAGE_DAYS = 90

const prune = statement<{ pruned: number }>(
  'prune-messages',
  `with old as (select m.org_id, m.id from organisations o cross join lateral (
       select org_id, id from messages where org_id = o.id and id < $1 and created_at < $2 and status <> 'queued'
       order by id limit ${BATCH}) m limit ${BATCH}),
     gone as (delete from messages m using old where m.org_id = old.org_id and m.id = old.id returning 1)
   select count(*)::int as pruned from gone`,
)

/** Forgets messages that were sent, or given up, longer ago than they are kept. Belongs to no organisation. */
export async function pruneMessages(now: Date): Promise<{ hasMore: boolean }> {
  const before = new Date(now.getTime() - KEEP_MESSAGE_DAYS * DAY_MS)
  const [row] = await prune([newId(before), before])
  return { hasMore: row?.pruned === BATCH }
}
