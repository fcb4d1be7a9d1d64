import { type KeptFacts, readKeptFacts } from '@/lib/commands/kept-facts'
import { recordIdentities, recordSystems } from '@/lib/commands/record-identities'
import { PermissionSets, recordPermissions } from '@/lib/commands/record-permission-sets'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { IdentityKind } from '@/lib/domain/identity'
import type { Mention, Mentions } from '@/lib/domain/mentioned-identities'
import type { IdentityRef } from '@/lib/domain/observation'
import type { AccessReading, Caller, ObservedGrant } from '@/lib/domain/observed-access'
import type { Permission } from '@/lib/domain/permission'
import { newId } from '@/lib/id'

type CallerRow = { principal: string; key: string; kind: IdentityKind; name: string; first: Date; last: Date }

/** Who was seen to come through to these principals. */
async function readCallers(tx: Tx, ctx: Context, principals: readonly string[]): Promise<Map<string, Caller[]>> {
  const rows = await tx.$queryRaw<CallerRow[]>`
    with principals as materialized (
      select id, external_id from identities where org_id = ${ctx.orgId}::uuid and external_id = any(${principals}::text[])),
    seen as materialized (
      select principal_id, actor_id, min(issued_at) first, max(issued_at) last from delegated_sessions
      where org_id = ${ctx.orgId}::uuid and principal_id = any(array(select id from principals)) and origin = 'observed'
        and issuance_seen and method not like 'Get%' group by 1, 2)
    select p.external_id principal, a.external_id "key", a.kind, a.name, s.first, s.last from seen s
    join principals p on p.id = s.principal_id
    join identities a on a.org_id = ${ctx.orgId}::uuid and a.id = s.actor_id`
  const callers = new Map<string, Caller[]>()
  for (const { principal, first, last, ...ref } of rows) {
    const caller = { ...ref, first: first.getTime(), last: last.getTime() }
    callers.set(principal, [...(callers.get(principal) ?? []), caller])
  }
  return callers
}

async function listGrants(tx: Tx, ctx: Context, facts: KeptFacts, reading: AccessReading): Promise<ObservedGrant[]> {
  const callers = await readCallers(tx, ctx, [...facts.keys()])
  const grants: ObservedGrant[] = []
  for (const [principal, own] of facts) {
    grants.push(...(await reading.grantsOf(principal, own, callers.get(principal) ?? [], ctx.now.getTime())))
  }
  return grants
}

/** Brings the observed grants of these principals in line with the facts: adds, ends, describes. One that facts found
 *  later show to be otherwise has run out; one that ended stays ended, at the time that the facts found so far give. Returns the UUIDs of their grants. */
export async function recordObservedGrants(
  tx: Tx,
  ctx: Context,
  { connectorId, principals, reading }: { connectorId: string; principals: readonly string[]; reading: AccessReading },
): Promise<string[]> {
  const facts = await readKeptFacts(tx, ctx, principals)
  const grants = await listGrants(tx, ctx, facts, reading)
  const mentions = mentionsIn(grants)
  const identities = await recordIdentities(tx, ctx, connectorId, mentions)
  const systems = await recordSystems(tx, ctx, connectorId, mentions)
  await endPrincipals(tx, ctx, facts, reading)
  const sets = new PermissionSets(tx, ctx)
  const rows = []
  for (const grant of grants)
    rows.push({ ...(await toRow(grant, ctx, identities, sets)), system: systems.get(grant.system.key)?.id })
  await writeGrants(tx, ctx, connectorId, JSON.stringify(rows))
  await expireOthers(
    tx,
    ctx,
    connectorId,
    [...principals],
    rows.map((row) => row.key),
  )
  return writeTargets(tx, ctx, JSON.stringify(rows), grants)
}

function mentionsIn(grants: readonly ObservedGrant[]): Mentions {
  const identities = new Map<string, Mention>()
  const mention = (ref: IdentityRef, at: number) => {
    const seen = identities.get(ref.key)
    const first = Math.min(at, seen?.first ?? at)
    identities.set(ref.key, { ref, first, last: Math.max(at, seen?.last ?? at) })
  }
  for (const { principal, actor, startsAt } of grants) {
    mention(principal, startsAt)
    mention(actor, startsAt)
  }
  const systems = new Map(grants.map(({ system }) => [system.key, system]))
  return { identities, systems, otherIdentities: [], otherSystems: [] }
}

async function toRow(grant: ObservedGrant, ctx: Context, identities: Map<string, string>, sets: PermissionSets) {
  const { key, name, startsAt, endedAt, maxSessionTtlSeconds: ttl, trust, held } = grant
  return {
    ...{ id: newId(ctx.now), key, name: name.slice(0, 300).toWellFormed(), start: startsAt, end: endedAt, ttl, trust },
    principal: identities.get(grant.principal.key),
    actor: identities.get(grant.actor.key),
    set: await sets.store(held),
  }
}

async function writeGrants(tx: Tx, ctx: Context, connectorId: string, rows: string): Promise<void> {
  await tx.$executeRaw`
    insert into grants as g (org_id, id, origin, connector_id, external_id, name, principal_id, actor_id, status, max_session_ttl_seconds,
      starts_at, permissions_known, trust, created_at, ended_at)
    select ${ctx.orgId}::uuid, r.id, 'observed', ${connectorId}::uuid, r.key, r.name, r.principal, r.actor,
      case when r."end" is null then 'active' else 'revoked' end, r.ttl, to_timestamp(r.start / 1000), r.set is not null, r.trust,
      ${ctx.now}, to_timestamp(r."end" / 1000)
    from jsonb_to_recordset(${rows}::jsonb) r (id uuid, key text, name text, principal uuid, actor uuid, start float8, "end" float8, ttl int, trust jsonb, set uuid)
    on conflict (org_id, external_id) do update set
      permissions_known = excluded.permissions_known, trust = excluded.trust, max_session_ttl_seconds = excluded.max_session_ttl_seconds,
      starts_at = least(g.starts_at, excluded.starts_at),
      ended_at = case when g.status in ('active', 'suspended') then excluded.ended_at
        when g.status = 'revoked' then coalesce(excluded.ended_at, g.ended_at) else g.ended_at end,
      status = case when g.status in ('active', 'suspended') and excluded.status = 'revoked' then 'revoked' else g.status end`
}

async function expireOthers(
  tx: Tx,
  ctx: Context,
  connectorId: string,
  principals: string[],
  keys: string[],
): Promise<void> {
  await tx.$executeRaw`
    update grants g set status = 'expired', ended_at = ${ctx.now}
    from identities p
    where p.org_id = ${ctx.orgId}::uuid and p.external_id = any(${principals}::text[]) and g.org_id = p.org_id
      and g.principal_id = p.id and g.origin = 'observed' and g.connector_id = ${connectorId}::uuid
      and g.status in ('active', 'suspended') and not g.external_id = any(${keys}::text[])`
}

async function writeTargets(tx: Tx, ctx: Context, rows: string, grants: readonly ObservedGrant[]): Promise<string[]> {
  const targets = await tx.$queryRaw<{ grant: string; system: string; key: string }[]>`
    with wanted as (
      select g.id, g.external_id, r.set, r.system from jsonb_to_recordset(${rows}::jsonb) r (key text, set uuid, system uuid)
      join grants g on g.org_id = ${ctx.orgId}::uuid and g.external_id = r.key),
    written as (
      insert into grant_targets (org_id, grant_id, system_id, permission_set_id)
      select ${ctx.orgId}::uuid, id, system, set from wanted
      on conflict (org_id, grant_id, system_id) do update set permission_set_id = excluded.permission_set_id)
    select id "grant", system, external_id "key" from wanted`
  const heldByKey = new Map(grants.map((grant) => [grant.key, grant.held?.permissions ?? []]))
  const bySystem = new Map<string, Set<Permission>>()
  for (const { system, key } of targets) {
    const known = bySystem.get(system) ?? new Set()
    for (const permission of heldByKey.get(key) ?? []) known.add(permission)
    bySystem.set(system, known)
  }
  await recordPermissions(tx, ctx, bySystem)
  return targets.map((target) => target.grant)
}

/** A role that was deleted is gone; one that was made again is back. */
async function endPrincipals(tx: Tx, ctx: Context, facts: KeptFacts, reading: AccessReading): Promise<void> {
  const rows = [...facts].map(([key, own]) => ({ key, end: reading.endOf(own.filter((fact) => fact.subject === key)) }))
  await tx.$executeRaw`
    update identities i set status = case when r."end" is null then 'active' else 'departed' end, departed_at = to_timestamp(r."end" / 1000)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (key text, "end" float8)
    where i.org_id = ${ctx.orgId}::uuid and i.external_id = r.key and i.status in ('active', 'departed')
      and exists (select from observed_facts f where f.org_id = i.org_id and f.subject = r.key and f.facet = 'role')
      and (i.departed_at is distinct from to_timestamp(r."end" / 1000))`
}
