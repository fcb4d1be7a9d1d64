import type { PrismaClient } from '@/generated/prisma/client'
import { Prisma, type Tx } from '@/lib/db'
import { aboveSql } from '@/lib/db/barred'
import { readVoters } from '@/lib/db/question'
import { ownersOf, type Voter } from '@/lib/domain/approval-tally'

type Reads = Tx | PrismaClient

/** As `grantTerms` has it: nobody asks for longer chains. */
const MAX_DEPTH = 10

/** Identity → how many grants further on somebody is reached through whom it acts, 0 for themselves. */
type Reach = Record<string, number>

/** What makes a question concern a voter as of now. UUIDs. `own`: who they are, teams included; `accounts`: members of the same
 *  identities; `throughSelf` and `throughOwned`: who acts through them, and through what they own. */
export type Concern = { own: readonly string[]; accounts: string[]; throughSelf: Reach; throughOwned: Reach }

type Row = { id: string; depth: number; isOwned: boolean }

/** The chain of `readBarredBy` (lib/db/barred) from its other end: one statement for a reader, however many questions wait. */
async function readReach(db: Reads, orgId: string, own: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    with recursive up (id, depth, owned) as (
      select mine.id, 0, mine.owned from (
        select unnest(${[...own]}::uuid[]) as id, false as owned
        union select i.id, true from identities i where i.org_id = ${orgId}::uuid and i.owner_id = any(${[...own]}::uuid[])) mine
      union
      select g.principal_id, up.depth + 1, up.owned from up join grants g on g.org_id = ${orgId}::uuid and g.actor_id = up.id
        and g.status in ('active', 'suspended')
      where up.depth < ${MAX_DEPTH}::int)
    select id::text, min(depth)::int as depth, owned as "isOwned" from up group by id, owned`
}

async function readAccounts(db: Reads, orgId: string, { memberId }: Voter, own: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select m.id::text from identities i join members m on m.org_id = i.org_id
      and (m.identity_id = i.id or lower(m.email) = lower(i.email))
    where i.org_id = ${orgId}::uuid and i.id = any(${[...own]}::uuid[])`
  return [memberId, ...rows.map(({ id }) => id)]
}

/** What concerns a voter now. */
export async function readConcern(db: Reads, orgId: string, voter: Voter): Promise<Concern> {
  const own = ownersOf(voter)
  if (own.length === 0) return { own, accounts: [voter.memberId], throughSelf: {}, throughOwned: {} }
  const rows = await readReach(db, orgId, own)
  const accounts = await readAccounts(db, orgId, voter, own)
  const reachOf = (isOwned: boolean): Reach =>
    Object.fromEntries(rows.filter((row) => row.isOwned === isOwned).map(({ id, depth }) => [id, depth]))
  return { own, accounts, throughSelf: reachOf(false), throughOwned: reachOf(true) }
}

const uuids = (ids: readonly string[]) => Prisma.sql`${[...ids]}::uuid[]`
const ownedBy = ({ throughOwned }: Concern) => uuids(Object.keys(throughOwned).filter((id) => throughOwned[id] === 0))

/** Whether the rules of the question `a` leave it to the owner of what would act. */
const BARS_OWNER = Prisma.sql`coalesce((select (v.content ->> 'barActorOwner')::boolean from policy_versions v
  where v.org_id = a.org_id and v.kind = 'approvals' and v.version = a.policy_version), true)`

function reachesSql(reach: Reach): Prisma.Sql {
  return Prisma.sql`coalesce((${JSON.stringify(reach)}::jsonb ->> c.actor_id::text)::int
    <= coalesce((a.asked #>> '{terms,maxChainDepth}')::int, c.max_chain_depth, 0), false)`
}

/** Whether the question `a` concerns a voter as of now, as `readBarredNow` (lib/db/barred) has it for one question. */
export function isConcernedSql(orgId: string, concern: Concern): Prisma.Sql {
  const { own, accounts, throughSelf, throughOwned } = concern
  const isOwned = Object.keys(throughOwned).length > 0
  const owned = ownedBy(concern)
  const above = aboveSql(Prisma.sql`(a.asked ->> 'parentSessionId')::uuid`, orgId)
  return Prisma.sql`coalesce(a.requested_by_member_id = any(${uuids(accounts)})
    or a.requested_by_identity_id = any(${uuids(own)}) or a.requested_by_identity_id = any(${owned})
    or (a.subject_kind <> 'policy' and exists (select from grants c where c.org_id = a.org_id
      and c.id = case a.subject_kind when 'grant' then a.subject_id else (a.asked ->> 'grantId')::uuid end
      and (c.principal_id = any(${uuids(own)}) or ${reachesSql(throughSelf)}
        or (${isOwned}::boolean and ${reachesSql(throughOwned)} and ${BARS_OWNER}))))
    or (a.asked ->> 'parentSessionId' is not null and exists (select from (${above}) b where b.id = any(${uuids(own)})
      or (b.id = any(${owned}) and ${BARS_OWNER}))), false)`
}

/** Whether a member asked the question `a`, or it concerns them: when it was asked, or as of now. */
export async function concernsMemberSql(db: Reads, orgId: string, memberId: string): Promise<Prisma.Sql> {
  const self = (await readVoters(db, orgId, [memberId])).get(memberId)
  const now = self ? isConcernedSql(orgId, await readConcern(db, orgId, self)) : Prisma.sql`false`
  return Prisma.sql`(a.requested_by_member_id = ${memberId}::uuid or ${memberId}::uuid = any(a.barred_identity_ids) or ${now})`
}
