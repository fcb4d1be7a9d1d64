import { reader } from '@/lib/db'
import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { IdentityKind } from '@/lib/domain/identity'
import type { ChildActor } from '@/lib/domain/inbox'
import { toPublicId } from '@/lib/id'
import type { DescribedWish } from '@/lib/queries/read-asked'

type Read = {
  id: string
  name: string
  kind: string
  grantId: string
  systemId: string
  permissions: string[] | null
}
const MOST = 12

/** Whoever may act through an actor by grants of their own, with what of the wish would then reach them. A chain gives nobody
 *  more than each link has. UUIDs. Part of other queries. */
export async function readChildActors(
  { orgId, now }: Context,
  { actorId, maxChainDepth }: { actorId: string; maxChainDepth: number },
  wish: readonly DescribedWish[],
): Promise<ChildActor[]> {
  if (maxChainDepth < 1) return []
  const rows = await reader().$queryRaw<Read[]>`
    select x.id, x.name, x.kind, g.id as "grantId", t.system_id as "systemId", ps.permissions
    from grants g
    join identities x on x.org_id = g.org_id and x.id = g.actor_id
    join grant_targets t on t.org_id = g.org_id and t.grant_id = g.id
    left join permission_sets ps on ps.org_id = t.org_id and ps.id = t.permission_set_id
    where g.org_id = ${orgId}::uuid and g.principal_id = ${actorId}::uuid and g.status = 'active'
      and (g.expires_at is null or g.expires_at > ${now}) and t.system_id = any(${wish.map(({ systemId }) => systemId)}::uuid[])
    order by x.name, g.id limit 200`
  const byActor = new Map<string, Read[]>()
  for (const row of rows) byActor.set(row.id, [...(byActor.get(row.id) ?? []), row])
  return [...byActor.values()].slice(0, MOST).flatMap((own) => toChild(own, wish) ?? [])
}

function toChild(own: Read[], wish: readonly DescribedWish[]): ChildActor | null {
  const [first] = own
  if (!first) return null
  const parts = wish.map(({ systemId, known, system }) => {
    const keys = new Set(own.filter((row) => row.systemId === systemId).flatMap(({ permissions }) => permissions ?? []))
    return { tier: system.tier, known: known.filter(({ key }) => keys.has(key)) }
  })
  const { id, name, kind, grantId } = first
  return {
    ...{ id: toPublicId('identity', id), name, kind: kind as IdentityKind, grantId: toPublicId('grant', grantId) },
    keys: parts.flatMap(({ known }) => known.map(({ key }) => key)),
    breadth: combineBreadth(parts.map(({ known, tier }) => breadthOf(known, tier))).score,
  }
}
