import type { PrismaClient } from '@/generated/prisma/client'
import { Prisma, type Tx } from '@/lib/db'

type Reads = Tx | PrismaClient

/** Who is barred by what `asked` gives (one row of principal_id, actor_id, depth, bars_owner, member_id, identity_id: the last
 *  two of whoever asks; above_ids): the principal, the actor, those in the sessions above, whoever would act through the actor by grants of their own, where the rules
 *  say so the owners of all who would act, whoever asks under every name, the owner of a service that asks; and the members
 *  that all of these are, or who are in the group of a team among them. */
async function readBarredBy(db: Reads, orgId: string, asked: Prisma.Sql): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    with recursive asked as (${asked}), acting (id, depth) as (
      select actor_id, 0 from asked where actor_id is not null
      union
      select g.actor_id, c.depth + 1 from acting c cross join asked
      join grants g on g.org_id = ${orgId}::uuid and g.principal_id = c.id and g.status in ('active', 'suspended')
      where c.depth < asked.depth),
    barred as (
      select id from acting
      union select unnest(above_ids) from asked
      union select principal_id from asked
      union select identity_id from asked
      union select i.owner_id from asked join identities i on i.org_id = ${orgId}::uuid
        and ((asked.bars_owner and (i.id in (select id from acting) or i.id = any(asked.above_ids))) or i.id = asked.identity_id)
      union select i.id from asked join members m on m.org_id = ${orgId}::uuid and m.id = asked.member_id
        join identities i on i.org_id = m.org_id and (i.id = m.identity_id or lower(i.email) = lower(m.email)))
    select id::text from barred where id is not null
    union select m.id::text from identities i join members m on m.org_id = i.org_id
      and (m.identity_id = i.id or lower(m.email) = lower(i.email))
    where i.org_id = ${orgId}::uuid and i.id in (select id from barred)
    union select q.member_id::text from identities t join member_groups n on n.org_id = t.org_id and lower(n.name) = lower(t.name)
      join member_group_members q on q.org_id = n.org_id and q.group_id = n.id
    where t.org_id = ${orgId}::uuid and t.kind = 'team' and t.id in (select id from barred)`
  return rows.map(({ id }) => id)
}

/** What somebody asks for, as far as it says who must not decide on it. UUIDs. `principalId` null: a question about rules.
 *  `aboveIds`: of the sessions above the one that is asked for. */
export type Asking = {
  principalId: string | null
  actorId: string | null
  maxChainDepth: number
  barActorOwner: boolean
  memberId: string | null
  identityId: string | null
  aboveIds: readonly string[]
}

/** Who acts in a session and in those above it, and in whose name. */
export const aboveSql = (sessionId: Prisma.Sql, orgId: string) => Prisma.sql`
  with recursive above as (
    select s.parent_id, s.actor_id, s.principal_id from delegated_sessions s where s.org_id = ${orgId}::uuid and s.id = ${sessionId}
    union
    select s.parent_id, s.actor_id, s.principal_id from above join delegated_sessions s
      on s.org_id = ${orgId}::uuid and s.id = above.parent_id)
  select actor_id as id from above where actor_id is not null union select principal_id from above where principal_id is not null`

/** The identities of a session that another would stand below, and of those above it (UUIDs). */
export async function readAbove(db: Reads, orgId: string, sessionId: string | null): Promise<string[]> {
  if (sessionId === null) return []
  const rows = await db.$queryRaw<{ id: string }[]>`${aboveSql(Prisma.sql`${sessionId}::uuid`, orgId)}`
  return rows.map(({ id }) => id)
}

/** Who may not decide on what is being asked, as identities and as members (UUIDs). */
export async function readBarred(db: Reads, orgId: string, asking: Asking): Promise<string[]> {
  const { principalId, actorId, maxChainDepth, barActorOwner, memberId, identityId, aboveIds } = asking
  return readBarredBy(
    db,
    orgId,
    Prisma.sql`select ${principalId}::uuid as principal_id, ${actorId}::uuid as actor_id, ${maxChainDepth}::int as depth,
      ${barActorOwner}::boolean as bars_owner, ${memberId}::uuid as member_id, ${identityId}::uuid as identity_id, ${[...aboveIds]}::uuid[] as above_ids`,
  )
}

/** Who may not decide on a question as of now: who owns, acts and is whom may have changed since it was asked. */
export async function readBarredNow(db: Reads, orgId: string, approvalId: string): Promise<string[]> {
  return readBarredBy(
    db,
    orgId,
    Prisma.sql`select g.principal_id, g.actor_id,
      coalesce((a.asked #>> '{terms,maxChainDepth}')::int, g.max_chain_depth, 0) as depth,
      coalesce((v.content ->> 'barActorOwner')::boolean, true) as bars_owner,
      a.requested_by_member_id as member_id, a.requested_by_identity_id as identity_id,
      array(${aboveSql(Prisma.sql`(a.asked ->> 'parentSessionId')::uuid`, orgId)}) as above_ids
    from approvals a
    left join grants g on g.org_id = a.org_id
      and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
    left join policy_versions v on v.org_id = a.org_id and v.kind = 'approvals' and v.version = a.policy_version
    where a.org_id = ${orgId}::uuid and a.id = ${approvalId}::uuid`,
  )
}
