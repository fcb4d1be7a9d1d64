import type { Concerned } from '@/lib/commands/open-approval'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

/** Who may not decide, as identities (UUIDs): the principal, the actor, whoever would act through the actor by grants of
 *  their own, the owner of a service that asks, and where the rules say so the owners of all who would act. */
export async function listBarred(
  tx: Tx,
  { orgId, actor, now }: Context,
  { principalId, actorId, maxChainDepth }: Concerned,
  barActorOwner: boolean,
): Promise<string[]> {
  const asking = actor.kind === 'service' ? actor.identityId : null
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recursive acting (id, depth) as (
      select ${actorId}::uuid, 0
      union
      select g.actor_id, a.depth + 1 from acting a
      join grants g on g.org_id = ${orgId}::uuid and g.principal_id = a.id and g.status in ('active', 'suspended')
        and (g.expires_at is null or g.expires_at > ${now})
      where a.depth < ${maxChainDepth}::int)
    select id::text from acting
    union select ${principalId}
    union select i.owner_id::text from identities i where i.org_id = ${orgId}::uuid and i.owner_id is not null
      and ((${barActorOwner} and i.id in (select id from acting)) or i.id = ${asking}::uuid)
    union select ${asking}::text where ${asking}::text is not null`
  return rows.map(({ id }) => id)
}
