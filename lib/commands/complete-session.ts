import { describeActor, ensureMonth } from '@/lib/db'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { newId } from '@/lib/id'

type Outcome = { isKnown: boolean; isCompleted: boolean }

const REASON = 'Its client ended the session that it came from.'

/** The nth UUIDv7 of the moment of `$6`, as `newId` makes them of a sequence. */
const id = (n: string) =>
  `(left($6::text, 15) || lpad(to_hex((${n}) >> 14), 3, '0') || '-' || to_hex(32768 + ((${n}) & 16383)) || '-'
    || right(gen_random_uuid()::text, 12))::uuid`

/** The guards stand in the updates themselves: whoever comes second waits for the row, finds it over and changes nothing.
 *  Below a managed session there are only managed ones, all of which end now, as `planRevocation` has it: parents first,
 *  and through what is over already. Rows are locked in that order, and nothing below is older than a request for it may
 *  be: what is left out are whole months. */
const complete = statement<Outcome>(
  'complete-session',
  `with recursive asked as materialized (
    select s.id from delegated_sessions s
    where s.org_id = $1 and s.id = $2 and s.origin = 'managed' and ($4::uuid is null or s.client_id = $4)
  ),
  completed as (
    update delegated_sessions s set status = 'completed', ended_at = $3, ended_by = 'client', locked_until = null
    where s.org_id = $1 and s.id = $2 and exists (select from asked)
      and s.status in ('active', 'locked', 'revoking') and (s.expires_at is null or s.expires_at > $3)
    returning s.id, s.name
  ),
  below as (
    select c.id, c.depth from completed p
    join delegated_sessions c on c.org_id = $1 and c.parent_id = p.id and c.id >= $5
    union
    select c.id, c.depth from below b
    join delegated_sessions c on c.org_id = $1 and c.parent_id = b.id and c.id >= $5
  ),
  ordered as materialized (
    select b.id from below b order by b.depth, b.id
  ),
  fallen as (
    update delegated_sessions s set status = 'revoked', revocation_id = $6, ended_at = $3, ended_by = 'revocation', locked_until = null
    from ordered o
    where s.org_id = $1 and s.id = o.id and s.id >= $5
      and s.status in ('scheduled', 'active', 'locked') and (s.expires_at is null or s.expires_at > $3)
    returning s.id, s.depth
  ),
  numbered as materialized (
    select f.id, row_number() over (order by f.depth, f.id)::int as n from fallen f
  ),
  ordering as (
    insert into revocations (org_id, id, scope, scope_id, requested_by, reason, status, requested_at, completed_at)
    select $1, $6, 'session', $2, $9::text, $10::text, 'confirmed', $3, $3 where exists (select from numbered)
  ),
  delivering as (
    insert into revocation_deliveries (org_id, id, revocation_id, session_id, hop, channel, status, requested_at, sent_at, confirmed_at)
    select $1, ${id('n')}, $6, id, 'Remit', 'record', 'confirmed', $3, $3, $3 from numbered
  ),
  telling as (
    insert into audit_events (org_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name, reason, data)
    select $1, ${id('n')}, $3, $7::text, $8::text, $9::text, action, 'session', subject, name, reason, data from (
      select 0 as n, 'session.completed' as action, id as subject, name, null as reason, jsonb_build_object('endedBy', 'client') as data
      from completed
      union all
      select n, 'session.revoked', id, null, $10::text,
        jsonb_build_object('revocationId', $6, 'effect', 'ends-now', 'mayWorkUntil', null, 'withParent', false)
      from numbered) told
  )
  select exists (select from asked) as "isKnown", exists (select from completed) as "isCompleted"`,
)

/** Longer than people may take to decide about a request: the id of a session is of the time at which it was asked for. */
const OLDEST_REQUEST_MS = 7 * 86_400_000

/** The first id that a session below this one can have. */
function firstBelow(sessionId: string): string {
  const at = Number.parseInt(sessionId.replaceAll('-', '').slice(0, 12), 16)
  return `${newId(new Date(at - OLDEST_REQUEST_MS)).slice(0, 14)}7000-8000-000000000000`
}

/** A client gives back a session of its own, by UUID: it is completed, and what came of it falls with it, in one
 *  statement with its audit events. False where it was over already.
 *  @throws DomainError `not_found` also for another client's; `unavailable` where the database cannot be reached */
export async function completeSession(ctx: Context, { sessionId }: { sessionId: string }): Promise<boolean> {
  authorize(ctx, 'complete-session')
  const { orgId, now, actor } = ctx
  const { actorKind, actorId, actorName } = describeActor(actor)
  const ofClient = actor.kind === 'client' ? actor.clientId : null
  await ensureMonth(now)
  const by = [actorKind, actorId, actorName]
  const [outcome] = await complete([orgId, sessionId, now, ofClient, firstBelow(sessionId), newId(now), ...by, REASON])
  if (!outcome?.isKnown) throw notFound('session')
  return outcome.isCompleted
}
