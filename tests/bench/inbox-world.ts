import type pg from 'pg'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { ensurePartitions } from '@/lib/db'
import { type Context, systemContext } from '@/lib/domain/context'
import { fromPublicId, newId } from '@/lib/id'

const PARTIES = 50

async function makeParties(ctx: Context) {
  const make = async (kind: 'human' | 'agent', index: number) => {
    const input = registerIdentityInput.parse({ kind, name: `${kind} ${index}` })
    return fromPublicId('identity', (await registerIdentity(ctx, input)).identityId)
  }
  const numbers = Array.from({ length: PARTIES }, (_, index) => index)
  const permissions = ['case:list', 'case:read', 'case:write'].map((key) => ({ key, accessLevel: 'read' }))
  const system = { key: 'ticketing', name: 'Ticketing', kind: 'api', tier: 2, environment: 'production', permissions }
  const { systemId } = await registerSystem(ctx, registerSystemInput.parse(system))
  const principals = await Promise.all(numbers.map((index) => make('human', index)))
  const actors = await Promise.all(numbers.map((index) => make('agent', index)))
  return { principals, actors, systemId: fromPublicId('system', systemId) }
}

/** Two members: whom the stages ask, and whom they do not. */
async function makeMembers(sql: pg.Client, orgId: string, now: Date) {
  const make = async (name: string, role: 'approver' | 'reviewer'): Promise<Context> => {
    const memberId = newId(now)
    await sql.query('insert into members (org_id, id, email, name, roles, joined_at) values ($1, $2, $3, $4, $5, $6)', [
      orgId,
      memberId,
      `${name}@example.com`,
      name,
      [role],
      now,
    ])
    return { orgId, now, actor: { kind: 'member', memberId, name, roles: [role], authenticatedAt: now } }
  }
  return { approver: await make('approver', 'approver'), outsider: await make('outsider', 'reviewer') }
}

/** An inbox that is full: so many questions about grants that wait, and so many that were decided, each with a stage and the
 *  decided ones with a vote of the approver. */
export async function fillInbox(sql: pg.Client, { waiting, decided }: { waiting: number; decided: number }) {
  const now = new Date()
  const caller = { actor: { kind: 'system', name: 'bench' } as const, now }
  const { orgId } = await createOrganisation(caller, { slug: 'bench', name: 'Bench', timeZone: 'UTC' })
  await ensurePartitions(now, now)
  const { principals, actors, systemId } = await makeParties(systemContext(orgId, 'bench', now))
  const members = await makeMembers(sql, orgId, now)
  const { actor } = members.approver
  const approverId = actor.kind === 'member' ? actor.memberId : ''
  const setId = newId(now)
  await sql.query(
    `insert into permission_sets (org_id, id, digest, permissions, permission_count, levels, categories, created_at)
     values ($1, $2, 'bench', '{case:list,case:read}', 2, '{}', '{}', $3)`,
    [orgId, setId, now],
  )
  const terms = {
    targets: [{ systemId, permissions: ['case:list', 'case:read'], resources: [], tenants: [] }],
    ...{ maxSessionTtlSeconds: 3600, startsAt: null, expiresAt: new Date(now.getTime() + 30 * 86_400_000) },
    ...{ durationSeconds: null, windows: [], maxChainDepth: 0, maxConcurrentSessions: null, idleTimeoutSeconds: null },
    ...{ requiresSessionApproval: false, requiresDpop: false },
  }
  const fill = async (count: number, status: 'pending' | 'approved') => {
    const isOpen = status === 'pending'
    await sql.query('drop table if exists bench_rows')
    await sql.query(
      `create table bench_rows as select gen_random_uuid() as g, gen_random_uuid() as a, i,
         ($1::uuid[])[1 + i % ${PARTIES}] as p, ($2::uuid[])[1 + (i / ${PARTIES}) % ${PARTIES}] as x
       from generate_series(1, $3::int) i`,
      [principals, actors, count],
    )
    await sql.query(
      `insert into grants (org_id, id, origin, status, name, principal_id, actor_id, max_session_ttl_seconds, max_chain_depth,
         starts_at, expires_at, created_at, breadth, tier, granted_count, purpose)
       select $1, g, 'managed', $2, 'Grant ' || i, p, x, 3600, 0, $3, $3::timestamptz + interval '30 days', $3, 1 + i % 60, 2, 2,
         'Bench' from bench_rows`,
      [orgId, isOpen ? 'pending' : 'active', now],
    )
    await sql.query(
      'insert into grant_targets (org_id, grant_id, system_id, permission_set_id) select $1, g, $2, $3 from bench_rows',
      [orgId, systemId, setId],
    )
    await sql.query(
      `insert into approvals (org_id, id, subject_kind, subject_id, status, requested_by, asked, requested_at, expires_at,
         decided_at, policy_version, barred_identity_ids, tier, risk)
       select $1, a, 'grant', g, $2, 'bench', $3, $4, $4::timestamptz + make_interval(mins => 60 + i % 1000),
         case when $5 then null else $4::timestamptz end, 0, array[p, x], 2, i % 100 from bench_rows`,
      [orgId, status, JSON.stringify({ change: 'new', terms, before: null }), now, isOpen],
    )
    await sql.query(
      `insert into approval_stages (org_id, approval_id, position, name, required_votes, eligible, opened_at)
       select $1, a, 1, 'Approver', 1, '{"roles": ["approver"], "groupIds": [], "memberIds": [], "identityIds": []}', $2
       from bench_rows`,
      [orgId, now],
    )
    if (isOpen) return
    await sql.query(
      `insert into approval_votes (org_id, approval_id, position, member_id, vote, voted_at)
       select $1, a, 1, $2, 'approve', $3 from bench_rows`,
      [orgId, approverId, now],
    )
  }
  await fill(decided, 'approved')
  await fill(waiting, 'pending')
  await sql.query('drop table bench_rows')
  await sql.query('analyze')
  return members
}
