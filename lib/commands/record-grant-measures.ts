import { takeDue } from '@/lib/commands/due-subjects'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Tier } from '@/lib/domain/limits'
import { measureGrant } from '@/lib/domain/measure'
import type { AccessReading } from '@/lib/domain/observed-access'

const BATCH = 200

type DueGrant = { id: string; tier: Tier; permissions: string[] | null; used: string[]; lastUsedAt: Date | null }

async function readDue(tx: Tx, ctx: Context, ids: readonly string[]): Promise<DueGrant[]> {
  return tx.$queryRaw<DueGrant[]>`
    select g.id, y.tier, ps.permissions, coalesce(u.used, '{}') used, u.last "lastUsedAt"
    from grants g
    join grant_targets t on t.org_id = g.org_id and t.grant_id = g.id
    join systems y on y.org_id = t.org_id and y.id = t.system_id
    left join permission_sets ps on ps.org_id = t.org_id and ps.id = t.permission_set_id
    left join lateral (
      select array_agg(distinct du.permission) filter (where du.allowed_count > 0) used, max(du.last_at) last
      from delegated_sessions s join delegated_session_uses du on du.org_id = s.org_id and du.session_id = s.id
      where s.org_id = g.org_id and s.grant_id = g.id) u on true
    where g.org_id = ${ctx.orgId}::uuid and g.id = any(${ids}::uuid[])`
}

/** Measures up to 200 observed grants that are due: how broad, and what all their sessions used of it. */
export async function recordGrantMeasures(tx: Tx, ctx: Context, reading: AccessReading): Promise<number> {
  const ids = await takeDue(tx, ctx, 'grant', BATCH)
  const rows = (await readDue(tx, ctx, ids)).map(({ id, tier, permissions, used, lastUsedAt }) => {
    const granted = permissions && reading.describe(permissions)
    return { id, tier, last: lastUsedAt?.getTime() ?? null, ...measureGrant([{ granted, usedKeys: used, tier }]) }
  })
  await tx.$executeRaw`
    update grants g set tier = r.tier, breadth = r.breadth, used_breadth = r."usedBreadth", granted_weight = r."grantedWeight",
      used_weight = r."usedWeight", granted_count = r."grantedCount", used_count = r."usedCount", unused_share = r."unusedShare",
      last_used_at = to_timestamp(r.last / 1000)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, tier int, breadth int, "usedBreadth" int, "grantedWeight" float8,
      "usedWeight" float8, "grantedCount" int, "usedCount" int, "unusedShare" float8, last float8)
    where g.org_id = ${ctx.orgId}::uuid and g.id = r.id`
  return ids.length
}
