import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Mentions } from '@/lib/domain/mentioned-identities'
import { newId } from '@/lib/id'

/** Makes identities known, or widens when they were seen. What people changed of them since (name, kind, owner) stays.
 *  Returns by key the UUIDs of these and of the others that the records touch. */
export async function recordIdentities(
  tx: Tx,
  ctx: Context,
  connectorId: string,
  mentions: Mentions,
): Promise<Map<string, string>> {
  const rows = [...mentions.identities.values()].map(({ ref, first, last }) => ({
    id: newId(ctx.now),
    kind: ref.kind,
    name: ref.name.slice(0, 300).toWellFormed(),
    external_id: ref.key,
    email: ref.email ?? null,
    attributes: { ...ref.attributes, ...(ref.isVague ? { vague: 'yes' } : {}) },
    first,
    last,
  }))
  await tx.$executeRaw`
    insert into identities as i (org_id, id, kind, name, external_id, email, connector_id, attributes, first_seen_at, last_seen_at, created_at)
    select ${ctx.orgId}::uuid, r.id, r.kind, r.name, r.external_id, r.email, ${connectorId}::uuid, r.attributes,
      to_timestamp(r.first / 1000), to_timestamp(r.last / 1000), ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r (id uuid, kind text, name text, external_id text, email text, attributes jsonb, first float8, last float8)
    order by r.external_id
    on conflict (org_id, external_id) do update set
      first_seen_at = least(i.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(i.last_seen_at, excluded.last_seen_at)
    where i.first_seen_at > excluded.first_seen_at or i.last_seen_at is null or i.last_seen_at < excluded.last_seen_at`
  const found = await tx.$queryRaw<{ id: string; external_id: string }[]>`
    select id, external_id from identities
    where org_id = ${ctx.orgId}::uuid and external_id = any(${[...mentions.identities.keys(), ...mentions.otherIdentities]}::text[])`
  return new Map(found.map((row) => [row.external_id, row.id]))
}

/** A system as a record needs it: its UUID, and the criticality that sessions on it take over. */
export type KnownSystem = { id: string; tier: number }

/** Makes systems known; a new one is of tier 2 and of unknown environment until someone says otherwise. */
export async function recordSystems(
  tx: Tx,
  ctx: Context,
  connectorId: string,
  mentions: Mentions,
): Promise<Map<string, KnownSystem>> {
  const rows = [...mentions.systems.values()].map((ref) => ({
    id: newId(ctx.now),
    key: ref.key,
    name: ref.name,
    kind: ref.kind,
    uri: ref.resourceUri ?? null,
  }))
  await tx.$executeRaw`
    insert into systems (org_id, id, key, name, kind, tier, environment, resource_uri, connector_id, created_at)
    select ${ctx.orgId}::uuid, r.id, r.key, r.name, r.kind, 2, 'unknown', r.uri, ${connectorId}::uuid, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, key text, name text, kind text, uri text)
    on conflict (org_id, key) do nothing`
  const found = await tx.$queryRaw<{ id: string; key: string; tier: number }[]>`
    select id, key, tier from systems where org_id = ${ctx.orgId}::uuid and key = any(${[...mentions.systems.keys(), ...mentions.otherSystems]}::text[])`
  return new Map(found.map(({ key, id, tier }) => [key, { id, tier }]))
}
