import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readAskedFacts } from '@/lib/db/asked-facts'
import { readAskedMembers, readDelegates, readMembersOf } from '@/lib/db/asked-members'
import { readQuestion, type StoredQuestion } from '@/lib/db/question'
import type { ApprovalStory, AskedMember, ToldNote, ToldOffer } from '@/lib/domain/approval-story'
import { hindranceOf, powerlessness, type Stage, type Voter } from '@/lib/domain/approval-tally'
import type { ApprovalStatus } from '@/lib/domain/life'
import { describeNextStart, isWithinWindows } from '@/lib/domain/window'
import { toPublicId } from '@/lib/id'

type Reads = Tx | PrismaClient

/** So long an answer is news: whoever was not told within two days has found out. */
const NEWS_MS = 2 * 86_400_000

/** Whether somebody could vote but for the hour. */
function mayVote({ question }: StoredQuestion, stage: Stage, voter: Voter, now: Date): boolean {
  const hindrance = hindranceOf(question, stage, voter, now, stage.position)
  return hindrance === null || hindrance === 'outside-hours'
}

/** Who may vote in a stage, and those who do so in the place of whoever is away. */
async function listAsked(
  db: Reads,
  orgId: string,
  stored: StoredQuestion,
  stage: Stage,
  now: Date,
): Promise<AskedMember[]> {
  const voters = await readAskedMembers(db, orgId, [stage.eligible])
  const able = [...voters.values()].filter((voter) => mayVote(stored, stage, voter, now))
  const delegates =
    stage.kind === 'people'
      ? await readDelegates(
          db,
          orgId,
          able.map(({ memberId }) => memberId),
          now,
        )
      : []
  const ids = new Set(able.map(({ memberId }) => memberId))
  const asked: AskedMember[] = able.map(({ memberId }) => ({ memberId, inPlaceOf: null }))
  const others = await readAskedMembers(db, orgId, [
    { roles: [], groupIds: [], identityIds: [], memberIds: delegates.map(({ delegateId }) => delegateId) },
  ])
  for (const { delegateId, member } of delegates) {
    const delegate = others.get(delegateId)
    if (!delegate || ids.has(delegateId)) continue
    ids.add(delegateId)
    const hindrance = powerlessness(stored.question, stage, delegate)
    if (hindrance === null || hindrance === 'not-asked') asked.push({ memberId: delegateId, inPlaceOf: member.name })
  }
  return asked
}

async function listEligible(db: Reads, orgId: string, { question }: StoredQuestion): Promise<string[]> {
  const voters = await readAskedMembers(
    db,
    orgId,
    question.stages.map(({ eligible }) => eligible),
  )
  const able = [...voters.values()].filter((voter) =>
    question.stages.some((stage) => powerlessness(question, stage, voter) === null),
  )
  return able.map(({ memberId }) => memberId)
}

/** Whoever asked, or owns the service that did. */
async function findRequester(db: Reads, orgId: string, { row }: StoredQuestion): Promise<string | null> {
  if (row.requestedByMemberId || !row.requestedByIdentityId) return row.requestedByMemberId
  const where = { orgId_id: { orgId, id: row.requestedByIdentityId } }
  const service = await db.identity.findUnique({ where, select: { ownerId: true } })
  if (!service?.ownerId) return null
  return (await readMembersOf(db, orgId, [service.ownerId])).get(service.ownerId) ?? null
}

async function readSaid(db: Reads, orgId: string, approvalId: string) {
  const offers = await db.approvalOffer.findMany({
    where: { orgId, approvalId },
    orderBy: { id: 'asc' },
    include: { offeredByMember: { select: { name: true } } },
  })
  const notes = await db.approvalNote.findMany({ where: { orgId, approvalId }, orderBy: { id: 'asc' } })
  const told = await db.message.findMany({
    where: { orgId, approvalId, kind: 'approval.asked', memberId: { not: null }, endpointId: null },
    select: { memberId: true },
  })
  return {
    offers: offers.map(({ id, status, offeredByMemberId, offeredByMember, note }) => {
      const told = { id, byMemberId: offeredByMemberId, byName: offeredByMember.name, note }
      return { ...told, status: status as ToldOffer['status'] }
    }),
    notes: notes.map(({ id, kind, memberId, byName, body }) => {
      return { id, kind: kind as ToldNote['kind'], memberId, byName, body }
    }),
    toldIds: [...new Set(told.map(({ memberId }) => memberId).filter((id) => id !== null))],
  }
}

async function readVotes(db: Reads, orgId: string, { votes }: StoredQuestion) {
  const ids = votes.map(({ memberId }) => memberId)
  const members = await db.member.findMany({ where: { orgId, id: { in: ids } }, select: { id: true, name: true } })
  return votes
    .toSorted((a, b) => a.votedAt.getTime() - b.votedAt.getTime())
    .map(({ memberId, vote, comment }) => {
      const name = members.find(({ id }) => id === memberId)?.name ?? 'a former member'
      return { memberId, name, vote: vote as 'approve' | 'deny', comment }
    })
}

function toldStage(
  { question, row }: StoredQuestion,
  now: Date,
): { stage: Stage | null; told: ApprovalStory['stage'] } {
  const stage = question.stages.find(({ position }) => position === row.currentPosition) ?? null
  if (!stage) return { stage, told: null }
  const { position, name, kind, terms } = stage
  const opensNext = isWithinWindows(terms.windows, now) ? null : describeNextStart(terms.windows, now)
  return { stage, told: { position, name, kind, opensNext } }
}

/** Why a grant was denied where no vote says it: a guardrail, a reviewer, consent taken back. */
async function findDenial(db: Reads, orgId: string, { row }: StoredQuestion): Promise<string | null> {
  if (row.status !== 'denied' || row.subjectKind !== 'grant' || row.decidedAt === null) return null
  const where = { orgId, subjectKind: 'grant', subjectId: row.subjectId, action: 'grant.denied', at: row.decidedAt }
  return (await db.auditEvent.findFirst({ where, select: { reason: true } }))?.reason ?? null
}

/** How a question stands, for those who are told of it; null where there is none. */
export async function readApprovalStory(
  db: Reads,
  orgId: string,
  approvalId: string,
  now: Date,
): Promise<ApprovalStory | null> {
  const stored = await readQuestion(db, orgId, approvalId)
  if (!stored) return null
  const { row } = stored
  const { principalId, ...facts } = await readAskedFacts(db, orgId, row)
  const { stage, told } = toldStage(stored, now)
  const isOpen = row.status === 'pending' && row.expiresAt > now
  const members = principalId ? await readMembersOf(db, orgId, [principalId]) : new Map<string, string>()
  const agreed = { orgId, approvalId, basis: 'policy', status: 'given' }
  return {
    ...facts,
    ...{ id: row.id, publicId: toPublicId('approval', row.id), kind: row.subjectKind as ApprovalStory['kind'] },
    ...{ requestedBy: row.requestedBy, revision: row.revision, expiresAt: row.expiresAt, stage: told },
    status: row.status === 'pending' && !isOpen ? 'lapsed' : (row.status as ApprovalStatus),
    isNews: now.getTime() - (row.decidedAt ?? row.expiresAt).getTime() < NEWS_MS,
    requesterId: await findRequester(db, orgId, stored),
    asked: isOpen && stage ? await listAsked(db, orgId, stored, stage, now) : [],
    eligibleIds: await listEligible(db, orgId, stored),
    principalId: (principalId && members.get(principalId)) ?? null,
    isAgreedByRule: (await db.consent.count({ where: agreed })) > 0,
    ...(await readSaid(db, orgId, row.id)),
    votes: await readVotes(db, orgId, stored),
    denial: await findDenial(db, orgId, stored),
  }
}
