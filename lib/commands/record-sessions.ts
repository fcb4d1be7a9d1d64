import type { KnownSystem } from '@/lib/commands/record-identities'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { type BookedSession, LONGEST_LIFE_MS } from '@/lib/domain/session-book'

/** When an observed session is over: its expiry, or the longest life there is where nobody saw it. */
export function endOf(session: { issuedAt: number; expiresAt: number | null }): number {
  return session.expiresAt ?? session.issuedAt + LONGEST_LIFE_MS
}

function toRow(
  session: BookedSession,
  identities: Map<string, string>,
  systems: Map<string, KnownSystem>,
  now: number,
) {
  const system = systems.get(session.system)
  const isOver = endOf(session) <= now
  return {
    ...session,
    principal: identities.get(session.principal),
    actor: identities.get(session.actor),
    system: system?.id,
    tier: system?.tier,
    status: isOver ? 'expired' : 'active',
    over: isOver ? endOf(session) : null,
  }
}

type SessionsToRecord = {
  connectorId: string
  sessions: readonly BookedSession[]
  identities: Map<string, string>
  systems: Map<string, KnownSystem>
}

/** Writes the sessions of the book that are new or have changed: two statements, however many. */
export async function recordSessions(
  tx: Tx,
  ctx: Context,
  { connectorId, sessions, identities, systems }: SessionsToRecord,
): Promise<void> {
  const rowsOf = (state: BookedSession['state']) =>
    sessions
      .filter((session) => session.state === state)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((session) => toRow(session, identities, systems, ctx.now.getTime()))
  const [added, changed] = [rowsOf('new'), rowsOf('changed')]
  if (added.length > 0) await insertSessions(tx, ctx, connectorId, JSON.stringify(added))
  if (changed.length > 0) await updateSessions(tx, ctx, JSON.stringify(changed))
}

async function insertSessions(tx: Tx, ctx: Context, connectorId: string, rows: string): Promise<void> {
  await tx.$executeRaw`
    insert into delegated_sessions (org_id, id, origin, connector_id, external_id, method, name, session_arn, parent_id, depth,
      principal_id, actor_id, system_id, status, issuance_seen, issued_at, starts_at, expires_at, expiry_known, ended_at, ended_by,
      source_identity, source_address, tags, transitive_tag_keys, session_policy, tier, created_at)
    select ${ctx.orgId}::uuid, r.id, 'observed', ${connectorId}::uuid, r."externalId", r.method, r.name, r."sessionArn", r."parentId",
      r.depth, r.principal, r.actor, r.system, r.status, r."issuanceSeen", to_timestamp(r."issuedAt" / 1000),
      to_timestamp(r."issuedAt" / 1000), to_timestamp(r."expiresAt" / 1000), r."expiresAt" is not null,
      to_timestamp(r.over / 1000), case when r.over is not null then 'expiry' end,
      r."sourceIdentity", r."sourceAddress", r.tags, array(select jsonb_array_elements_text(r."transitiveTagKeys")),
      nullif(r."sessionPolicy", 'null'), r.tier, ${ctx.now}
    from jsonb_to_recordset(${rows}::jsonb) r (id uuid, "externalId" text, method text, name text, "sessionArn" text, "parentId" uuid,
      depth int, principal uuid, actor uuid, system uuid, status text, "issuanceSeen" bool, "issuedAt" float8, "expiresAt" float8,
      over float8, "sourceIdentity" text, "sourceAddress" text, tags jsonb, "transitiveTagKeys" jsonb, "sessionPolicy" jsonb, tier int)
    on conflict (org_id, id) do nothing`
}

async function updateSessions(tx: Tx, ctx: Context, rows: string): Promise<void> {
  await tx.$executeRaw`
    update delegated_sessions s set external_id = r."externalId", method = r.method, name = r.name, session_arn = r."sessionArn",
      parent_id = r."parentId", depth = r.depth, principal_id = r.principal, actor_id = r.actor, system_id = r.system,
      issuance_seen = r."issuanceSeen", issued_at = to_timestamp(r."issuedAt" / 1000), starts_at = to_timestamp(r."issuedAt" / 1000),
      expires_at = to_timestamp(r."expiresAt" / 1000), expiry_known = r."expiresAt" is not null,
      status = case when s.status in ('active', 'locked', 'revoking') and r.over is not null then 'expired' else s.status end,
      ended_at = case when s.ended_by is null or s.ended_by = 'expiry' then to_timestamp(r.over / 1000) else s.ended_at end,
      ended_by = coalesce(s.ended_by, case when r.over is not null then 'expiry' end),
      source_identity = r."sourceIdentity", source_address = r."sourceAddress", tags = r.tags,
      transitive_tag_keys = array(select jsonb_array_elements_text(r."transitiveTagKeys")),
      session_policy = nullif(r."sessionPolicy", 'null')
    from jsonb_to_recordset(${rows}::jsonb) r (id uuid, "externalId" text, method text, name text, "sessionArn" text, "parentId" uuid,
      depth int, principal uuid, actor uuid, system uuid, "issuanceSeen" bool, "issuedAt" float8, "expiresAt" float8, over float8,
      "sourceIdentity" text, "sourceAddress" text, tags jsonb, "transitiveTagKeys" jsonb, "sessionPolicy" jsonb)
    where s.org_id = ${ctx.orgId}::uuid and s.id = r.id`
}

/** A parent's depth can become known after its children's: carries it down until nothing changes. */
export async function carryDepthDown(tx: Tx, ctx: Context, ids: readonly string[]): Promise<void> {
  let parents = [...ids]
  for (let round = 0; parents.length > 0 && round < 20; round++) {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      update delegated_sessions c set depth = p.depth + 1
      from delegated_sessions p
      where p.org_id = ${ctx.orgId}::uuid and p.id = any(${parents}::uuid[]) and c.org_id = p.org_id and c.parent_id = p.id
        and c.depth <> p.depth + 1
      returning c.id`
    parents = rows.map((row) => row.id)
  }
}
