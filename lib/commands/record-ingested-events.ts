import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** Remembers events by id. Returns which were not known before, by position; of two with one id the first is. */
export async function recordIngestedEvents(tx: Tx, ctx: Context, ids: readonly string[]): Promise<boolean[]> {
  const isFirst = new Map<string, number>()
  ids.forEach((id, position) => {
    if (!isFirst.has(id)) isFirst.set(id, position)
  })
  const [row] = await tx.$queryRaw<{ fresh: string[] | null }[]>`
    with fresh as (
      insert into ingested_events (org_id, id)
      select ${ctx.orgId}::uuid, i from unnest(string_to_array(${[...isFirst.keys()].sort().join()}, ',')::uuid[]) i
      on conflict do nothing returning id)
    select array_agg(id) fresh from fresh`
  const fresh = new Set(row?.fresh ?? [])
  return ids.map((id, position) => fresh.has(id) && isFirst.get(id) === position)
}
