import type { KnownSystem } from '@/lib/commands/record-identities'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Observation, SessionRef } from '@/lib/domain/observation'
import type { BookedSession } from '@/lib/domain/session-book'

/** An observation with the UUID of its event. */
export type Told = { id: string; observation: Observation }

type AttemptsToRecord = {
  connectorId: string
  told: readonly Told[]
  identities: Map<string, string>
  systems: Map<string, KnownSystem>
  sessionOf: (ref: SessionRef) => BookedSession | null
}

/** Records refused requests for delegated sessions: attempts, never sessions. Told again, by the copy that another account
 *  got, one takes over what was vague. */
export async function recordAttempts(tx: Tx, ctx: Context, input: AttemptsToRecord): Promise<void> {
  const { identities, systems, sessionOf } = input
  const rows = bestOf(input.told).flatMap(({ id, observation: { attempt, at } }) => {
    if (!attempt) return []
    return {
      id,
      at,
      actor: identities.get(attempt.actor.key),
      principal: attempt.principal && identities.get(attempt.principal.key),
      system: attempt.system && systems.get(attempt.system.key)?.id,
      parent: attempt.parent && sessionOf(attempt.parent)?.id,
      requested: attempt.requested,
      code: attempt.errorCode,
      message: attempt.errorMessage,
    }
  })
  if (rows.length === 0) return
  await tx.$executeRaw`
    insert into delegation_attempts as t (org_id, id, at, connector_id, actor_id, principal_id, system_id, parent_session_id, requested, error_code, error_message)
    select ${ctx.orgId}::uuid, r.id, to_timestamp(r.at / 1000), ${input.connectorId}::uuid, r.actor, r.principal, r.system, r.parent, r.requested, r.code, r.message
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r (id uuid, at float8, actor uuid, principal uuid, system uuid, parent uuid, requested jsonb, code text, message text)
    on conflict (org_id, id) do update set
      actor_id = excluded.actor_id, principal_id = coalesce(t.principal_id, excluded.principal_id),
      parent_session_id = coalesce(excluded.parent_session_id, t.parent_session_id)
    where t.actor_id <> excluded.actor_id
      and exists (select 1 from identities i where i.org_id = t.org_id and i.id = t.actor_id and i.attributes ? 'vague')
      and not exists (select 1 from identities i where i.org_id = t.org_id and i.id = excluded.actor_id and i.attributes ? 'vague')`
}

/** One of each attempt: of its copies the one that names the caller exactly. */
function bestOf(told: readonly Told[]): Told[] {
  const best = new Map<string, Told>()
  for (const each of told) {
    const known = best.get(each.id)?.observation.attempt
    if (each.observation.attempt && (!known || known.actor.isVague)) best.set(each.id, each)
  }
  return [...best.values()]
}
