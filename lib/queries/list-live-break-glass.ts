import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { LiveBreakGlass } from '@/lib/domain/break-glass'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

/** More than these are told by their number. */
const MOST = 5

/** Emergency access that lives now, for the banner on every page; `count` of all of it. */
export async function listLiveBreakGlass(ctx: Context): Promise<{ count: number; shown: LiveBreakGlass[] }> {
  authorize(ctx, 'view-access')
  const { orgId, now } = ctx
  const rows = await reader().$queryRaw<(LiveBreakGlass & { count: number })[]>`
    select count(*) over ()::int as count, g.id as "grantId", g.ticket, g.expires_at as "expiresAt",
      json_build_object('id', x.id, 'name', x.name, 'kind', x.kind) as actor,
      array(select y.name from grant_targets t join systems y on y.org_id = t.org_id and y.id = t.system_id
        where t.org_id = g.org_id and t.grant_id = g.id order by y.name) as systems
    from grants g join identities x on x.org_id = g.org_id and x.id = g.actor_id
    where g.org_id = ${orgId}::uuid and g.is_break_glass and g.id >= uuid_floor(${now}::timestamptz - interval '2 hours')
      and g.status in ('active', 'suspended') and g.expires_at > ${now}
    order by g.expires_at limit ${MOST}`
  const shown = rows.map(({ count: _, ...row }) => ({
    ...row,
    grantId: toPublicId('grant', row.grantId),
    actor: { ...row.actor, id: toPublicId('identity', row.actor.id) },
  }))
  return { count: rows[0]?.count ?? 0, shown }
}
