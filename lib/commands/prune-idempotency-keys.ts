import { statement } from '@/lib/db/statement'

const BATCH = 10_000
const DAY_MS = 86_400_000

const prune = statement<{ pruned: number }>(
  'prune-idempotency-keys',
  `with old as (select ctid from idempotency_keys where created_at < $1 order by created_at limit ${BATCH} for update skip locked),
     gone as (delete from idempotency_keys k using old where k.ctid = old.ctid returning 1)
   select count(*)::int as pruned from gone`,
)

/** Forgets answers that are older than a day: nobody tries that long. */
export async function pruneIdempotencyKeys(now: Date): Promise<{ hasMore: boolean }> {
  const [row] = await prune([new Date(now.getTime() - DAY_MS)])
  return { hasMore: row?.pruned === BATCH }
}
