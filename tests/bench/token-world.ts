import type pg from 'pg'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { ensurePartitions } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { systemContext } from '@/lib/domain/context'
import { fromPublicId, newId } from '@/lib/id'

const PERMISSIONS = ['case:read', 'note:create', 'case:list', 'case:close']

/** An organisation with an agent, a helper that acts for it, and the gateway that checks. */
export type TokenWorld = {
  orgId: string
  grantId: string
  agent: { clientId: string; secret: string; identityId: string }
  helper: { clientId: string; secret: string; identityId: string }
  gateway: { clientId: string; secret: string }
  systemId: string
  permissionSetId: string
}

async function newClient(ctx: Context, name: string, systems: string[]) {
  const identity = registerIdentityInput.parse({ kind: 'agent', name })
  const { identityId } = await registerIdentity(ctx, identity)
  const input = { identity: identityId, authMethods: ['client_secret_basic'], systems, requestsPerMinute: 1_000_000 }
  const { clientId, secret } = await createClient(ctx, createClientInput.parse(input))
  return { clientId, secret: secret?.secret ?? '', identityId: fromPublicId('identity', identityId) }
}

/** Makes the world: the agent acts for itself (client credentials), the helper for the agent (token exchange). */
export async function makeTokenWorld(sql: pg.Client, now: Date): Promise<TokenWorld> {
  const caller = { actor: { kind: 'system', name: 'bench' } as const, now }
  const { orgId } = await createOrganisation(caller, { slug: 'bench', name: 'Bench', timeZone: 'UTC' })
  const ctx = systemContext(orgId, 'bench', now)
  await ensurePartitions(now, now)
  const permissions = PERMISSIONS.map((key) => ({ key, accessLevel: 'read' }))
  const system = { key: 'ticketing', name: 'Ticketing', kind: 'api', tier: 2, environment: 'production', permissions }
  const { systemId } = await registerSystem(ctx, registerSystemInput.parse(system))
  const agent = await newClient(ctx, 'Support agent', [])
  const helper = await newClient(ctx, 'Summary agent', [])
  const gateway = await newClient(ctx, 'Ticketing gateway', ['ticketing'])
  const setId = newId(now)
  const day = new Date(now.getTime() + 86_400_000)
  const insert = (table: string, row: Record<string, unknown>) => {
    const slots = Object.keys(row).map((_, n) => `$${n + 1}`)
    return sql.query(`insert into ${table} (${Object.keys(row)}) values (${slots})`, Object.values(row))
  }
  const set = { digest: 'bench', permissions: PERMISSIONS, permission_count: 4, levels: '{}', categories: '{}' }
  await insert('permission_sets', { org_id: orgId, id: setId, ...set, created_at: now })
  const bounds = { origin: 'managed', status: 'active', max_session_ttl_seconds: 3600, max_chain_depth: 2 }
  const grantTo = async (actorId: string) => {
    const id = newId(now)
    const parties = { principal_id: agent.identityId, actor_id: actorId }
    const dates = { starts_at: now, expires_at: day, created_at: now }
    await insert('grants', { org_id: orgId, id, name: 'Support', ...bounds, ...parties, ...dates })
    const target = { system_id: fromPublicId('system', systemId), permission_set_id: setId }
    await insert('grant_targets', { org_id: orgId, grant_id: id, ...target })
    return id
  }
  const grantId = await grantTo(agent.identityId)
  await grantTo(helper.identityId)
  return { orgId, grantId, agent, helper, gateway, systemId: fromPublicId('system', systemId), permissionSetId: setId }
}

/** Fills the table with sessions that nobody asks about, as a busy organisation has them. What they refer to is there, so
 *  that the seven look-ups a row by which Postgres would see to it are left out. */
export async function addSessions(sql: pg.Client, world: TokenWorld, count: number, now: Date): Promise<void> {
  const { orgId, grantId, agent, systemId, permissionSetId, gateway } = world
  await sql.query('set session_replication_role = replica')
  for (let made = 0; made < count; made += 100_000) {
    await sql.query(
      `insert into delegated_sessions (org_id, id, origin, method, grant_id, principal_id, actor_id, system_id, status, issued_at,
         starts_at, expires_at, tier, breadth, permission_set_id, token_sha256, token_claims, token_kid, client_id, created_at)
       select $1, (lpad(to_hex((extract(epoch from $7::timestamptz) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15))::uuid,
         'managed', 'token-exchange', $2, $3, $3, $4, 'active', $7, $7, $7::timestamptz + interval '1 day', 2, 20, $5,
         sha256(n::text::bytea), jsonb_build_object('sub', 'idn', 'scope', 'case:read', 'aud', 'ticketing', 'n', n), 'bench', $6, $7
       from generate_series($8::int, $9::int) n`,
      [
        orgId,
        grantId,
        agent.identityId,
        systemId,
        permissionSetId,
        fromPublicId('client', gateway.clientId),
        now,
        made + 1,
        Math.min(count, made + 100_000),
      ],
    )
  }
  await sql.query('reset session_replication_role')
  await sql.query('analyze delegated_sessions')
}
