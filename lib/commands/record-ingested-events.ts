import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** Remembers events by id. Returns which were not known before, by position; of two with one id the first is. */
export async function recordIngestedEvents(tx: Tx, ctx: Context, ids: readonly string[]): Promise<boolean[]> {
  const distinct = new Set(ids)
  const [row] = await tx.$queryRaw<{ count: number; some: string[] | null }[]>`
    with fresh as (
      insert into ingested_events (org_id, id)
      select ${ctx.orgId}::uuid, i from unnest(string_to_array(${[...distinct].join()}, ',')::uuid[]) i order by i
      on conflict do nothing returning id)
    select count(*)::int as count, case when count(*) < ${distinct.size} then array_agg(id) end as some from fresh`
  const fresh = row?.count === distinct.size ? distinct : new Set(row?.some ?? [])
  return ids.map((id) => fresh.delete(id))
}
