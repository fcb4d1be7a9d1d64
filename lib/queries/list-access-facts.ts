import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { AccessFacts, GrantFacts, Party, SessionFacts } from '@/lib/domain/detection'

const BATCH = 2000

const party = (alias: string, name: string) =>
  Prisma.raw(`
  json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'status', ${alias}.status,
    'departedAt', extract(epoch from ${alias}.departed_at) * 1000) as "${name}"`)

type ReadParty = Omit<Party, 'departedAt'> & { departedAt: number | null }
type Read<F> = Omit<F, 'principal' | 'actor' | 'owner' | 'kind'> & {
  principal: ReadParty
  actor: ReadParty
  owner: ReadParty | null
}

const toParty = (read: ReadParty): Party => ({
  ...read,
  departedAt: read.departedAt === null ? null : new Date(read.departedAt),
})

function withParties<F>(row: Read<F>) {
  const { principal, actor, owner } = row
  return { ...row, principal: toParty(principal), actor: toParty(actor), owner: owner?.id ? toParty(owner) : null }
}

const MEASURES = (alias: string) =>
  Prisma.raw(`
  ${alias}.tier, ${alias}.expires_at as "expiresAt", ${alias}.last_used_at as "lastUsedAt", ${alias}.breadth,
  ${alias}.used_breadth as "usedBreadth", ${alias}.granted_count as "grantedCount", ${alias}.used_count as "usedCount",
  ${alias}.unused_share as "unusedShare"`)

async function readGrants(ctx: Context, after: string): Promise<GrantFacts[]> {
  const rows = await reader().$queryRaw<Read<GrantFacts>[]>`
    select g.id, g.name, g.origin, g.status, g.starts_at as "startsAt", g.max_session_ttl_seconds as "maxSessionTtlSeconds",
      ${party('p', 'principal')}, ${party('a', 'actor')}, ${party('o', 'owner')}, ${MEASURES('g')},
      t.id as "systemId", t.name as "systemName"
    from grants g
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    join identities a on a.org_id = g.org_id and a.id = g.actor_id
    left join identities o on o.org_id = g.org_id and o.id = coalesce(g.owner_id, a.owner_id)
    left join lateral (
      select s.id, s.name from grant_targets gt join systems s on s.org_id = gt.org_id and s.id = gt.system_id
      where gt.org_id = g.org_id and gt.grant_id = g.id order by s.tier, s.name limit 1) t on true
    where g.org_id = ${ctx.orgId}::uuid and g.status in ('active', 'suspended')
      and (g.expires_at is null or g.expires_at > ${ctx.now}) and g.id > ${after}::uuid
    order by g.id limit ${BATCH}`
  return rows.map((row) => ({ kind: 'grant', ...withParties(row) }))
}

async function readSessions(ctx: Context, after: string): Promise<SessionFacts[]> {
  const rows = await reader().$queryRaw<Read<SessionFacts>[]>`
    select s.id, coalesce(s.name, a.name) as name, s.origin, s.status, s.issued_at as "issuedAt",
      s.expiry_known as "isExpiryKnown", s.grant_id as "grantId",
      ${party('p', 'principal')}, ${party('a', 'actor')}, ${party('o', 'owner')}, ${MEASURES('s')},
      t.id as "systemId", t.name as "systemName"
    from delegated_sessions s
    join identities p on p.org_id = s.org_id and p.id = s.principal_id
    join identities a on a.org_id = s.org_id and a.id = s.actor_id
    left join identities o on o.org_id = s.org_id and o.id = a.owner_id
    join systems t on t.org_id = s.org_id and t.id = s.system_id
    where s.org_id = ${ctx.orgId}::uuid and s.status in ('scheduled', 'active', 'locked', 'revoking')
      and (s.expires_at > ${ctx.now} or (s.expires_at is null and s.expiry_known)) and s.id > ${after}::uuid
    order by s.id limit ${BATCH}`
  return rows.map((row) => ({ kind: 'session', ...withParties(row) }))
}

const NIL = '00000000-0000-0000-0000-000000000000'

/** Every standing grant and every live session as detectors need them, in batches, ids as UUIDs: for jobs, not for pages.
 *  Sessions whose expiry is unknown are left out: whether they live cannot be told. */
export async function* listAccessFacts(ctx: Context): AsyncGenerator<AccessFacts[]> {
  authorize(ctx, 'run-detectors')
  for (const read of [readGrants, readSessions]) {
    let after: string | undefined = NIL
    while (after !== undefined) {
      const facts: AccessFacts[] = await read(ctx, after)
      if (facts.length > 0) yield facts
      after = facts.length === BATCH ? facts.at(-1)?.id : undefined
    }
  }
}
