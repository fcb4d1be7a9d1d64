import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** Remembers events by id. Returns which were not known before, by position; of two with one id the first is. */
export async function recordIngestedEvents(tx: Tx, ctx: Context, ids: readonly string[]): Promise<boolean[]> {
  const distinct = new Set(ids)
  const list = [...distinct].join()
  const count = await tx.$executeRaw`
    insert into ingested_events (org_id, id)
    select ${ctx.orgId}::uuid, i from unnest(string_to_array(${list}, ',')::uuid[]) i order by i
    on conflict do nothing`
  if (count === ids.length || count === 0) return ids.map(() => count > 0)
  const fresh = count === distinct.size ? distinct : await findOwn(tx, ctx, list)
  return ids.map((id) => fresh.delete(id))
}

/** Those of the events that this transaction made known. Most batches are all new or all known, and to have the insert
 *  return its rows would cost them a fifth more. */
async function findOwn(tx: Tx, ctx: Context, list: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from ingested_events
    where org_id = ${ctx.orgId}::uuid and id = any(string_to_array(${list}, ',')::uuid[]) and xmin = pg_current_xact_id()::xid`
  return new Set(rows.map((row) => row.id))
}
