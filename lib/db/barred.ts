import type { PrismaClient } from '@/generated/prisma/client'
import { Prisma, type Tx } from '@/lib/db'

type Reads = Tx | PrismaClient

/** Who is barred by what `asked` gives (one row of principal_id, actor_id, depth, bars_owner, member_id, identity_id: the last
 *  two of whoever asks): the principal, the actor, whoever would act through the actor by grants of their own, where the rules
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
      union select principal_id from asked
      union select identity_id from asked
      union select i.owner_id from asked join identities i on i.org_id = ${orgId}::uuid
        and ((asked.bars_owner and i.id in (select id from acting)) or i.id = asked.identity_id)
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

/** What somebody asks for, as far as it says who must not decide on it. UUIDs. `principalId` null: a question about rules. */
export type Asking = {
  principalId: string | null
  actorId: string | null
  maxChainDepth: number
  barActorOwner: boolean
  memberId: string | null
  identityId: string | null
}

/** Who may not decide on what is being asked, as identities and as members (UUIDs). */
export async function readBarred(db: Reads, orgId: string, asking: Asking): Promise<string[]> {
  const { principalId, actorId, maxChainDepth, barActorOwner, memberId, identityId } = asking
  return readBarredBy(
    db,
    orgId,
    Prisma.sql`select ${principalId}::uuid as principal_id, ${actorId}::uuid as actor_id, ${maxChainDepth}::int as depth,
      ${barActorOwner}::boolean as bars_owner, ${memberId}::uuid as member_id, ${identityId}::uuid as identity_id`,
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
      a.requested_by_member_id as member_id, a.requested_by_identity_id as identity_id
    from approvals a
    left join grants g on g.org_id = a.org_id
      and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
    left join policy_versions v on v.org_id = a.org_id and v.kind = 'approvals' and v.version = a.policy_version
    where a.org_id = ${orgId}::uuid and a.id = ${approvalId}::uuid`,
  )
}
