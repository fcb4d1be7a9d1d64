import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { SimilarGrant } from '@/lib/domain/inbox'
import { toPublicId } from '@/lib/id'

type Pair = { grantId: string; actorId: string; principalId: string; systemIds: readonly string[] }
type Read = SimilarGrant & { id: string }

/** The last grant of the same two on one of the same systems, besides this one; null where there is none. Ids are UUIDs. Part of
 *  other queries, which have authorized already. */
export async function readSimilarGrant(
  { orgId }: Context,
  { grantId, actorId, principalId, systemIds }: Pair,
): Promise<SimilarGrant | null> {
  const [row] = await reader().$queryRaw<Read[]>`
    select g.id, g.name, g.status, g.created_at as "createdAt", g.expires_at as "expiresAt",
      coalesce(g.used_count, 0) as used, coalesce(g.granted_count, 0) as granted,
      (select count(*)::int from delegated_sessions s where s.org_id = g.org_id and s.grant_id = g.id) as sessions
    from grants g
    where g.org_id = ${orgId}::uuid and g.actor_id = ${actorId}::uuid and g.principal_id = ${principalId}::uuid
      and g.id <> ${grantId}::uuid and g.status in ('active', 'suspended', 'expired', 'revoked') and g.decided_at is not null
      and exists (select from grant_targets t where t.org_id = g.org_id and t.grant_id = g.id
        and t.system_id = any(${[...systemIds]}::uuid[]))
    order by g.id desc limit 1`
  return row ? { ...row, id: toPublicId('grant', row.id) } : null
}

/** How many questions about these two were answered yes and no before, how many other grants they had, and
 *  whether the one ever acted for the other. */
export async function readPairRecord({ orgId }: Context, { grantId, actorId, principalId }: Omit<Pair, 'systemIds'>) {
  const [row] = await reader().$queryRaw<{ approved: number; denied: number; grants: number; hasActed: boolean }[]>`
    select count(distinct g.id) filter (where g.id <> ${grantId}::uuid and g.status not in ('pending', 'denied', 'draft'))::int
        as grants,
      count(a.id) filter (where a.status = 'approved')::int as approved,
      count(a.id) filter (where a.status = 'denied')::int as denied,
      exists (select from delegated_sessions s where s.org_id = ${orgId}::uuid and s.actor_id = ${actorId}::uuid
        and s.principal_id = ${principalId}::uuid) as "hasActed"
    from grants g
    left join approvals a on a.org_id = g.org_id and a.subject_kind = 'grant' and a.subject_id = g.id
    where g.org_id = ${orgId}::uuid and g.actor_id = ${actorId}::uuid and g.principal_id = ${principalId}::uuid`
  return row ?? { approved: 0, denied: 0, grants: 0, hasActed: false }
}
