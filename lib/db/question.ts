import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readBarredNow } from '@/lib/db/barred'
import {
  eligibleShape,
  type Question,
  type Stage,
  stageTerms,
  type Vote,
  type Voter,
} from '@/lib/domain/approval-tally'
import { ROLES, type Role } from '@/lib/domain/context'

/** A transaction, or the reading client: the same question is asked by commands, which decide, and by queries, which show. */
type Reads = Tx | PrismaClient

async function readQuestionRow(db: Reads, orgId: string, approvalId: string) {
  return db.approval.findUnique({
    where: { orgId_id: { orgId, id: approvalId } },
    include: { stages: { orderBy: { position: 'asc' }, include: { votes: { orderBy: { votedAt: 'asc' } } } } },
  })
}
type StageRow = NonNullable<Awaited<ReturnType<typeof readQuestionRow>>>['stages'][number]

const toStage = ({ position, kind, name, requiredVotes, eligible, terms, settledAt }: StageRow): Stage => ({
  position,
  kind: kind as Stage['kind'],
  name,
  requiredVotes,
  eligible: eligibleShape.parse(eligible),
  terms: stageTerms.parse(terms),
  isSettled: settledAt !== null,
})

/** A question as the rules see it, from its row with its stages and votes. */
export function toQuestion(row: NonNullable<Awaited<ReturnType<typeof readQuestionRow>>>): Question {
  return {
    requestedByMemberId: row.requestedByMemberId,
    requestedByIdentityId: row.requestedByIdentityId,
    barredIdentityIds: row.barredIdentityIds,
    votesCountFrom: row.votesCountFrom,
    stages: row.stages.map(toStage),
    votes: row.stages
      .flatMap(({ votes }) => votes)
      .map(({ position, memberId, onBehalfOfMemberId, vote, revision }) => {
        return { position, memberId, onBehalfOfMemberId, revision, vote: vote as Vote['vote'] }
      }),
  }
}

export type StoredQuestion = NonNullable<Awaited<ReturnType<typeof readQuestion>>>

/** A question with its stages and votes, as it is stored (`row`) and as the rules see it; null where there is none. While it
 *  waits, whoever has come to be concerned since it was asked is barred beside those who were. */
export async function readQuestion(db: Reads, orgId: string, approvalId: string) {
  const row = await readQuestionRow(db, orgId, approvalId)
  if (!row) return null
  const since = row.status === 'pending' ? await readBarredNow(db, orgId, approvalId) : []
  const barredIdentityIds = [...new Set([...row.barredIdentityIds, ...since])]
  const question: Question = { ...toQuestion(row), barredIdentityIds }
  return { row, votes: row.stages.flatMap((stage) => stage.votes), question }
}

type VoterRow = Omit<Voter, 'roles'> & { roles: string[] }

/** Members as voters, as of now, by id. Whoever was removed is not among them. */
export async function readVoters(db: Reads, orgId: string, memberIds: readonly string[]): Promise<Map<string, Voter>> {
  const rows = await db.$queryRaw<VoterRow[]>`
    select m.id as "memberId", m.name, m.deactivated_at is null as "isActive", m.roles,
      (select coalesce(array_agg(g.group_id::text), '{}') from member_group_members g
        where g.org_id = m.org_id and g.member_id = m.id) as "groupIds",
      (select coalesce(array_agg(i.id::text), '{}') from identities i
        where i.org_id = m.org_id and (i.id = m.identity_id or lower(i.email) = lower(m.email))) as "identityIds",
      (select coalesce(array_agg(t.id::text), '{}') from member_group_members g
        join member_groups n on n.org_id = g.org_id and n.id = g.group_id
        join identities t on t.org_id = n.org_id and t.kind = 'team' and lower(t.name) = lower(n.name)
        where g.org_id = m.org_id and g.member_id = m.id) as "teamIds"
    from members m where m.org_id = ${orgId}::uuid and m.id = any(${[...new Set(memberIds)]}::uuid[])`
  const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role)
  return new Map(rows.map((row) => [row.memberId, { ...row, roles: row.roles.filter(isRole) }]))
}

/** In whose place a member may vote now: whoever is away and has named them. UUIDs. */
export async function readAbsentees(db: Reads, orgId: string, delegateId: string, now: Date): Promise<string[]> {
  const absences = await db.approverAbsence.findMany({
    where: { orgId, delegateId, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    select: { memberId: true },
  })
  return absences.map(({ memberId }) => memberId)
}

/** The rules that hold in an organisation and their version; null where it has none of its own. */
export async function readActivePolicy(db: Reads, orgId: string, kind: 'approvals' | 'guardrails') {
  return db.policyVersion.findFirst({
    where: { orgId, kind, status: 'active' },
    select: { id: true, version: true, content: true },
  })
}
