import DataLoader from 'dataloader'
import { describeActor, ensureMonth } from '@/lib/db'
import { gather } from '@/lib/db/gather'
import { toJsonb } from '@/lib/db/jsonb'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Refusal } from '@/lib/domain/issuance'
import { newId } from '@/lib/id'

/** A session that was refused, as far as it is known who asked for what. Ids are UUIDs. `requested`: what was asked for,
 *  never a token or a secret. */
export type RefusedAttempt = {
  actorId: string | null
  principalId: string | null
  grantId: string | null
  systemId: string | null
  parentSessionId: string | null
  clientId: string | null
  requested: Record<string, unknown>
  refusals: readonly Refusal[]
}

type Row = Record<string, unknown>

const LONGEST = 2_000

const record = statement<{ n: number }>(
  'record-refusals',
  `with refused as materialized (
     select * from jsonb_to_recordset($1::jsonb) r (n int, org_id uuid, id uuid, event_id uuid, at timestamptz, actor_id uuid,
       principal_id uuid, grant_id uuid, system_id uuid, parent_id uuid, client_id uuid, requested jsonb, code text, message text,
       by_kind text, by_id text, by_name text, reason text, refusals jsonb)
   ), attempts as (
     insert into delegation_attempts (org_id, id, at, actor_id, principal_id, grant_id, system_id, parent_session_id, client_id,
       requested, error_code, error_message)
     select org_id, id, at, actor_id, principal_id, grant_id, system_id, parent_id, client_id, requested, code, message from refused
   )
   insert into audit_events (org_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name,
     reason, data)
   select r.org_id, r.event_id, r.at, r.by_kind, r.by_id, r.by_name, 'session.refused',
     case when r.grant_id is not null then 'grant' when r.actor_id is not null then 'identity'
       when r.client_id is not null then 'client' else 'organisation' end,
     coalesce(r.grant_id, r.actor_id, r.client_id, r.org_id), coalesce(g.name, a.name), r.reason,
     jsonb_build_object('refusals', r.refusals)
   from refused r
   left join grants g on g.org_id = r.org_id and g.id = r.grant_id
   left join identities a on a.org_id = r.org_id and a.id = r.actor_id and r.grant_id is null`,
)

function toRow(ctx: Context, attempt: RefusedAttempt): Row {
  const { actorKind, actorId, actorName } = describeActor(ctx.actor)
  const [first] = attempt.refusals
  const message = attempt.refusals.map((refusal) => refusal.message).join(' ')
  return {
    org_id: ctx.orgId,
    id: newId(ctx.now),
    event_id: newId(ctx.now),
    at: ctx.now,
    actor_id: attempt.actorId,
    principal_id: attempt.principalId,
    grant_id: attempt.grantId,
    system_id: attempt.systemId,
    parent_id: attempt.parentSessionId,
    client_id: attempt.clientId,
    requested: attempt.requested,
    code: first?.code ?? 'refused',
    message: message.slice(0, LONGEST).toWellFormed(),
    by_kind: actorKind,
    by_id: actorId,
    by_name: actorName,
    reason: first?.message.slice(0, LONGEST).toWellFormed(),
    refusals: attempt.refusals.map(({ code, message: text }) => ({
      code,
      message: text.slice(0, LONGEST).toWellFormed(),
    })),
  }
}

const { schedule, counted } = gather(2)
const loader = new DataLoader<Row, null>(
  counted(async (rows: readonly Row[]) => {
    await record([toJsonb(rows)])
    return rows.map(() => null)
  }),
  { cache: false, maxBatchSize: 200, batchScheduleFn: schedule },
)

/** Puts a refused request on record: an attempt, and an audit event about the grant, or where none is known, about the
 *  identity that asked. Requests of one moment share a statement.
 *  @throws DomainError `unavailable` where the database cannot be reached */
export async function recordRefusal(ctx: Context, attempt: RefusedAttempt): Promise<void> {
  authorize(ctx, 'issue-session')
  await ensureMonth(ctx.now)
  await loader.load(toRow(ctx, attempt))
}
