import { statement } from '@/lib/db/statement'

const BATCH = 10_000

const prune = statement<{ pruned: number }>(
  'prune-proofs',
  `with old as (select key from used_proofs where expires_at < $1 order by expires_at limit ${BATCH} for update skip locked),
     gone as (delete from used_proofs p using old where p.key = old.key returning 1)
   select count(*)::int as pruned from gone`,
)

/** Forgets used proofs that are too old to be tried again. Belongs to no organisation. */
export async function pruneProofs(now: Date): Promise<{ hasMore: boolean }> {
  const [row] = await prune([now])
  return { hasMore: row?.pruned === BATCH }
}
