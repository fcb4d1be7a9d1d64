import { statement } from '@/lib/db/statement'
import type { Context } from '@/lib/domain/context'
import { effectiveStatus } from '@/lib/domain/delegated-session'
import { notFound } from '@/lib/domain/error'
import type { ParentSession } from '@/lib/domain/issuance'

type Row = ParentSession & { lockedUntil: Date | null }

const read = statement<Row>(
  'read-parent-session',
  `with recursive chain as (
     select s.parent_id, s.actor_id, s.grant_id, 0 as step from delegated_sessions s where s.org_id = $1 and s.id = $2
     union all
     select s.parent_id, s.actor_id, s.grant_id, step + 1 from chain join delegated_sessions s on s.org_id = $1 and s.id = chain.parent_id)
   select s.id, s.status, s.locked_until "lockedUntil", s.principal_id "principalId", s.depth, s.expires_at "expiresAt",
     s.system_id || s.other_system_ids "systemIds", coalesce(ps.permissions, '{}') permissions,
     coalesce(s.token_claims -> 'authorization_details', '[]') "authorizationDetails",
     (select array_agg(actor_id order by step) from chain) "actorIds",
     (select min(g.max_chain_depth) from chain join grants g on g.org_id = $1 and g.id = chain.grant_id) "maxChainDepth"
   from delegated_sessions s
   left join permission_sets ps on ps.org_id = s.org_id and ps.id = s.permission_set_id
   where s.org_id = $1 and s.id = $2`,
)

/** A session by its id (UUID) as one below it would be bound by it; one whose permissions are unknown hands on nothing.
 *  Part of a command that has authorized. */
export async function readParentSession(ctx: Context, id: string): Promise<ParentSession> {
  const [row] = await read([ctx.orgId, id])
  if (!row) throw notFound('session')
  const { lockedUntil, ...parent } = row
  return { ...parent, status: effectiveStatus({ ...parent, lockedUntil }, ctx.now) }
}
