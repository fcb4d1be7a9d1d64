import { Prisma, reader } from '@/lib/db'
import { type Concern, isConcernedSql, readConcern } from '@/lib/db/concern-sql'
import { readAbsentees, readVoters } from '@/lib/db/question'
import { ownersOf, type Voter } from '@/lib/domain/approval-tally'
import type { Context } from '@/lib/domain/context'

/** Questions with the stage whose turn it is (`s`), the grant they are about (`g`; none where they are about rules), its
 *  principal (`p`) and its actor (`x`). */
export const QUESTIONS = Prisma.sql`approvals a
  left join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id and s.position = a.current_position
  left join grants g on g.org_id = a.org_id
    and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
  left join identities p on p.org_id = g.org_id and p.id = g.principal_id
  left join identities x on x.org_id = g.org_id and x.id = g.actor_id`

/** Whether a question still waits. */
export const isOpenSql = (now: Date) => Prisma.sql`(a.status = 'pending' and a.expires_at > ${now})`

/** How soon a question is to be looked at: what is risky first, in four bands, and within a band by the deadline. As the index
 *  `approvals_by_urgency` has it. */
export const URGENCY = Prisma.sql`(((3 - least(3, a.risk / 25)) * 1e10
  + extract(epoch from (a.expires_at - timestamptz '2000-01-01 00:00:00+00')))::float8)`

/** Somebody as a voter, with what concerns them. */
export type InboxVoter = Voter & { concern: Concern }

/** Whoever reads an inbox, and everybody in whose place they vote now. */
export type InboxReader = { self: InboxVoter | null; absent: InboxVoter[] }

/** The reader as a voter. Nobody but a member is one. */
export async function readInboxReader({ orgId, actor, now }: Context): Promise<InboxReader> {
  if (actor.kind !== 'member') return { self: null, absent: [] }
  const absentees = await readAbsentees(reader(), orgId, actor.memberId, now)
  const voters = await readVoters(reader(), orgId, [actor.memberId, ...absentees])
  const withConcern = async (voter: Voter) => ({ ...voter, concern: await readConcern(reader(), orgId, voter) })
  const absent = absentees.flatMap((id) => voters.get(id) ?? []).filter(({ isActive }) => isActive)
  const self = voters.get(actor.memberId)
  return { self: self ? await withConcern(self) : null, absent: await Promise.all(absent.map(withConcern)) }
}

const uuids = (ids: readonly string[]) => Prisma.sql`${[...ids]}::uuid[]`
const texts = (words: readonly string[]) => Prisma.sql`${[...words]}::text[]`

/** The rule of `isAsked` (lib/domain/approval-tally) in SQL, for the stage whose turn it is. */
function isAskedSql(voter: Voter): Prisma.Sql {
  const { memberId, roles, groupIds } = voter
  return Prisma.sql`(s.eligible -> 'roles' ?| ${texts(roles)} or s.eligible -> 'groupIds' ?| ${texts(groupIds)}
    or s.eligible -> 'memberIds' ? ${memberId}::text or s.eligible -> 'identityIds' ?| ${texts(ownersOf(voter))})`
}

/** The rule of `isConcerned`: whoever was concerned when it was asked, or has come to be since. */
function isFreeSql(orgId: string, voter: InboxVoter): Prisma.Sql {
  const { memberId, identityIds } = voter
  return Prisma.sql`(s.kind = 'consent' or (a.requested_by_member_id is distinct from ${memberId}::uuid
    and not a.barred_identity_ids && ${uuids([memberId, ...ownersOf(voter)])}
    and (a.requested_by_identity_id is null or not a.requested_by_identity_id = any(${uuids(identityIds)}))
    and not ${isConcernedSql(orgId, voter.concern)}))`
}

/** Which of the reader and those in whose place they vote a question concerns as of now, as members (UUIDs). */
export function concernedNowSql(orgId: string, { self, absent }: InboxReader): Prisma.Sql {
  const voters = [...(self ? [self] : []), ...absent]
  if (voters.length === 0) return Prisma.sql`'{}'::text[]`
  const each = voters.map(({ memberId, concern }) => {
    return Prisma.sql`case when ${isConcernedSql(orgId, concern)} then ${memberId}::text end`
  })
  return Prisma.sql`array_remove(array[${Prisma.join(each)}], null)`
}

/** Whether a member has a vote on it that stands, in a stage of the kind whose turn it is. One look into the key of the votes
 *  for each question, however many votes that member ever cast. */
function votedSql({ memberId }: Voter): Prisma.Sql {
  return Prisma.sql`exists (select from approval_votes v
    join approval_stages t on t.org_id = v.org_id and t.approval_id = v.approval_id and t.position = v.position
    where v.org_id = a.org_id and v.approval_id = a.id and v.revision >= a.votes_count_from
      and (v.member_id = ${memberId}::uuid or v.on_behalf_of_member_id = ${memberId}::uuid)
      and (t.kind = 'consent') = (s.kind = 'consent'))`
}

/** Whether it waits for the reader: the stage whose turn it is asks them, or somebody in whose place they vote; they are not
 *  concerned, and have not voted on what stands now. */
export function isMineSql(orgId: string, { self, absent }: InboxReader): Prisma.Sql {
  if (!self?.isActive) return Prisma.sql`false`
  const own = Prisma.sql`${isFreeSql(orgId, self)} and not ${votedSql(self)}`
  const inPlace = absent.map((voter) => {
    return Prisma.sql`(s.kind = 'people' and ${isAskedSql(voter)} and ${isFreeSql(orgId, voter)} and not ${votedSql(voter)})`
  })
  const asked = Prisma.join([isAskedSql(self), ...inPlace], ' or ')
  return Prisma.sql`coalesce((s.kind <> 'reviewer' and (${asked}) and ${own}), false)`
}
