import { reader } from '@/lib/db'
import { readAskedMembers } from '@/lib/db/asked-members'
import { readVoters, type StoredQuestion } from '@/lib/db/question'
import {
  HINDRANCES,
  isAsked,
  powerlessness,
  type Stage,
  type StageTally,
  tally,
  type Voter,
} from '@/lib/domain/approval-tally'
import type { Context } from '@/lib/domain/context'
import type { Ballot, StageSheet, VoteSheet } from '@/lib/domain/vote-sheet'
import { describeWindow } from '@/lib/domain/window'
import { toPublicId } from '@/lib/id'

const MOST = 50
type VoteRow = StoredQuestion['votes'][number]
type Scene = Awaited<ReturnType<typeof readScene>>

/** Everybody who is asked in some stage, has voted or has opened it; who is away, and who votes in their place. */
async function readScene(ctx: Context, stored: StoredQuestion) {
  const { orgId, now } = ctx
  const { row, question, votes } = stored
  const asked = await readAskedMembers(
    reader(),
    orgId,
    question.stages.map(({ eligible }) => eligible),
  )
  const named = question.stages.flatMap(({ eligible }) => eligible.memberIds)
  const voted = votes.flatMap(({ memberId, onBehalfOfMemberId }) => [memberId, onBehalfOfMemberId])
  const others = [...named, ...voted].filter((id) => id !== null).filter((id) => !asked.has(id))
  const voters = new Map([...asked, ...(await readVoters(reader(), orgId, others))])
  const ids = [...voters.keys()]
  const [reads, absences, gone] = await Promise.all([
    reader().approvalRead.findMany({ where: { orgId, approvalId: row.id } }),
    reader().approverAbsence.findMany({
      where: { orgId, memberId: { in: ids }, endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
      select: { memberId: true, endsAt: true, delegate: { select: { name: true } } },
    }),
    reader().member.findMany({
      where: { orgId, id: { in: ids }, deactivatedAt: { not: null } },
      select: { id: true, deactivatedAt: true },
    }),
  ])
  return {
    ...{ ctx, stored, voters, absences },
    openedAt: new Map(reads.map(({ memberId, firstReadAt }) => [memberId, firstReadAt])),
    goneAt: new Map(gone.map(({ id, deactivatedAt }) => [id, deactivatedAt])),
  }
}

const isReader = ({ actor }: Context, memberId: string) => actor.kind === 'member' && actor.memberId === memberId

/** How long a vote took: from opening it, else from when its stage began. */
function afterSeconds({ stored, openedAt }: Scene, { memberId, position, votedAt }: VoteRow): number {
  const stage = stored.row.stages.find((each) => each.position === position)
  const since = openedAt.get(memberId) ?? stage?.openedAt ?? stored.row.requestedAt
  return Math.max(0, Math.round((votedAt.getTime() - since.getTime()) / 1000))
}

function ballotOf(scene: Scene, voter: Voter, vote: VoteRow | null, counted: StageTally | undefined): Ballot {
  const { ctx, voters, openedAt, absences } = scene
  const away = absences.filter(({ memberId }) => memberId === voter.memberId)
  const absent = vote?.onBehalfOfMemberId ? voters.get(vote.onBehalfOfMemberId) : null
  const counts = counted?.votes.some(({ memberId, revision }) => {
    return memberId === vote?.memberId && revision === vote.revision
  })
  return {
    id: toPublicId('member', voter.memberId),
    name: voter.name,
    isReader: isReader(ctx, voter.memberId),
    vote: (vote?.vote ?? null) as Ballot['vote'],
    votedAt: vote?.votedAt ?? null,
    afterSeconds: vote && afterSeconds(scene, vote),
    comment: vote?.comment ?? null,
    via: (vote?.via ?? null) as Ballot['via'],
    counts: vote?.vote === 'deny' || (counts ?? false),
    inPlaceOf: absent?.name ?? null,
    openedAt: openedAt.get(voter.memberId) ?? null,
    awayUntil: away[0]?.endsAt ?? null,
    substitutes: away.map(({ delegate }) => delegate.name),
  }
}

/** Who has a vote that stands in a stage of this kind: nobody votes in two. */
function votersOf({ question, votes }: StoredQuestion, kind: Stage['kind']): Set<string | null> {
  const alike = question.stages.filter((stage) => stage.kind === kind).map(({ position }) => position)
  const standing = votes.filter(({ position, revision }) => {
    return alike.includes(position) && revision >= question.votesCountFrom
  })
  return new Set(standing.flatMap(({ memberId, onBehalfOfMemberId }) => [memberId, onBehalfOfMemberId]))
}

function toSheet(scene: Scene, stage: Stage, counted: StageTally | undefined): StageSheet {
  const { ctx, stored, voters } = scene
  const { question, row, votes } = stored
  const { position, kind, name, terms } = stage
  const cast = votes.filter((vote) => vote.position === position)
  const voted = cast.flatMap((vote) => {
    const voter = voters.get(vote.memberId)
    return voter ? [ballotOf(scene, voter, vote, counted)] : []
  })
  const spent = votersOf(stored, kind)
  const open = [...voters.values()]
    .filter((voter) => !spent.has(voter.memberId) && powerlessness(question, stage, voter) === null)
    .map((voter) => ballotOf(scene, voter, null, undefined))
    .sort((a, b) => Number(b.isReader) - Number(a.isReader) || a.name.localeCompare(b.name))
  const isOpen = row.status === 'pending' && row.expiresAt > ctx.now
  return {
    ...{ position, kind, name, isPassed: counted?.isPassed ?? false, windows: terms.windows.map(describeWindow) },
    ...{ given: counted?.given ?? 0, needed: kind === 'reviewer' ? 0 : stage.requiredVotes },
    isCurrent: isOpen && position === row.currentPosition,
    people: [...voted, ...open].slice(0, MOST),
  }
}

type Concerned = { principalId: string | null; actorId: string | null; actorOwnerId: string | null }

/** Why somebody who is asked has no vote, as it follows their name. */
function whyNot({ stored, goneAt }: Scene, stage: Stage, voter: Voter, of: Concerned): string | null {
  const why = powerlessness(stored.question, stage, voter)
  const day = goneAt.get(voter.memberId)?.toISOString().slice(0, 10)
  if (why === 'deactivated') return day ? `deactivated since ${day}` : HINDRANCES.deactivated
  if (why !== 'concerned') return why && HINDRANCES[why]
  const is = (id: string | null) => id !== null && voter.identityIds.includes(id)
  if (is(of.principalId)) return 'is the principal'
  if (is(of.actorId)) return 'is the actor'
  return is(of.actorOwnerId) ? 'owns the actor' : 'would act through it'
}

function listUnable(scene: Scene, of: Concerned): VoteSheet['cannot'] {
  const { stages } = scene.stored.question
  return [...scene.voters.values()].flatMap((voter) => {
    const asked = stages.filter((stage) => isAsked(stage.eligible, voter))
    const reasons = asked.map((stage) => whyNot(scene, stage, voter, of))
    const [why] = reasons
    if (!why || reasons.includes(null)) return []
    const { memberId, name } = voter
    return [{ id: toPublicId('member', memberId), name, isReader: isReader(scene.ctx, memberId), why }]
  })
}

/** Who decides on a question, how they have, and who cannot. Part of other queries, which have authorized already. */
export async function readVoteSheet(ctx: Context, stored: StoredQuestion, of: Concerned): Promise<VoteSheet> {
  const scene = await readScene(ctx, stored)
  const { stages: counted } = tally(stored.question, scene.voters)
  const stages = stored.question.stages.map((stage) => {
    return toSheet(
      scene,
      stage,
      counted.find(({ position }) => position === stage.position),
    )
  })
  return {
    given: stages.reduce((sum, { given }) => sum + given, 0),
    needed: stages.reduce((sum, { needed }) => sum + needed, 0),
    stages,
    cannot: listUnable(scene, of).slice(0, MOST),
  }
}
