import { z } from 'zod'
import type { Role } from '@/lib/domain/context'
import { grantWindowInput } from '@/lib/domain/grant'
import { isWithinWindows } from '@/lib/domain/window'

const list = z.array(z.string()).default([])

/** Who may vote in a stage, any of which suffices; ids are UUIDs. `identityIds`: owners, as they were when it was asked. */
export const eligibleShape = z.object({ roles: list, groupIds: list, memberIds: list, identityIds: list })
export type Eligible = z.output<typeof eligibleShape>

/** What else the policy says of a stage (`approval_stages.terms`). Hours from when the stage opened. */
export const stageTerms = z.object({
  windows: z.array(grantWindowInput).default([]),
  remindAfterHours: z.number().nullable().default(null),
  escalateAfterHours: z.number().nullable().default(null),
  escalateTo: eligibleShape.nullable().default(null),
  endpointId: z.string().nullable().default(null),
  mayDeny: z.boolean().default(false),
  waitHours: z.number().nullable().default(null),
  onSilence: z.enum(['go-on', 'lapse']).default('go-on'),
})
export type StageTerms = z.output<typeof stageTerms>

/** A member as far as their power to vote goes, as of now. `identityIds`: themselves, by link or by address; `teamIds`: teams
 *  for which a group they are in stands by its name, who own what the team owns. */
export type Voter = {
  memberId: string
  name: string
  isActive: boolean
  roles: readonly Role[]
  groupIds: readonly string[]
  identityIds: readonly string[]
  teamIds?: readonly string[]
}

export type Vote = {
  position: number
  memberId: string
  onBehalfOfMemberId: string | null
  vote: 'approve' | 'deny'
  revision: number
}

/** `settled`: an external reviewer has answered, or need not any more. */
export type Stage = {
  position: number
  kind: 'people' | 'consent' | 'reviewer'
  name: string
  requiredVotes: number
  eligible: Eligible
  terms: StageTerms
  isSettled: boolean
}

/** A question put to people, as far as it decides who may answer it and whether it is answered. Ids are UUIDs.
 *  `barredIdentityIds`: who is concerned, and whoever would act through it, also as the members they were known as when it was
 *  asked. Votes of an earlier revision than `votesCountFrom` were for something else. */
export type Question = {
  requestedByMemberId: string | null
  requestedByIdentityId: string | null
  barredIdentityIds: readonly string[]
  votesCountFrom: number
  stages: readonly Stage[]
  votes: readonly Vote[]
}

export type Hindrance =
  | 'deactivated'
  | 'requester'
  | 'concerned'
  | 'not-asked'
  | 'voted'
  | 'outside-hours'
  | 'not-its-turn'

/** Why not, as it follows "Whoever …" or a name. */
export const HINDRANCES: Readonly<Record<Hindrance, string>> = {
  deactivated: 'is no longer a member',
  requester: 'asked for it',
  concerned: 'is concerned',
  'not-asked': 'is not asked in this stage',
  voted: 'has voted',
  'outside-hours': 'votes outside the hours of this stage',
  'not-its-turn': 'votes in a later stage',
}

const meets = (a: readonly string[], b: readonly string[]) => a.some((each) => b.includes(each))
/** Who somebody is among owners: themselves, and the teams they are in. */
export const ownersOf = ({ identityIds, teamIds = [] }: Voter) => [...identityIds, ...teamIds]

/** Whether a stage asks this member. */
export function isAsked({ roles, groupIds, memberIds, identityIds }: Eligible, voter: Voter): boolean {
  return (
    meets(roles, voter.roles) ||
    meets(groupIds, voter.groupIds) ||
    memberIds.includes(voter.memberId) ||
    meets(identityIds, ownersOf(voter))
  )
}

/** Nobody decides on what they asked for, on what is done in their name, nor on what they would act through, in whatever
 *  guise (SP 800-53 AC-5). Consent is another thing: there only the principal answers. */
function isConcerned(question: Question, stage: Stage, voter: Voter): Hindrance | null {
  if (stage.kind === 'consent') return null
  const isRequester =
    voter.memberId === question.requestedByMemberId ||
    (question.requestedByIdentityId !== null && voter.identityIds.includes(question.requestedByIdentityId))
  if (isRequester) return 'requester'
  return meets(question.barredIdentityIds, [voter.memberId, ...ownersOf(voter)]) ? 'concerned' : null
}

/** Why a member has no power in a stage, whatever the hour; null where they have. */
export function powerlessness(question: Question, stage: Stage, voter: Voter): Hindrance | null {
  if (!voter.isActive) return 'deactivated'
  return isConcerned(question, stage, voter) ?? (isAsked(stage.eligible, voter) ? null : 'not-asked')
}

const peopleOf = ({ memberId, onBehalfOfMemberId: absentId }: Vote) => (absentId ? [memberId, absentId] : [memberId])

type Voters = ReadonlyMap<string, Voter>

/** Who took part in a vote, by every name they are known by: two accounts of one person are one. */
const namesOf = (vote: Vote, voters: Voters) =>
  peopleOf(vote).flatMap((memberId) => [memberId, ...(voters.get(memberId)?.identityIds ?? [])])

/** Whether a vote counts as of now: for these terms, and by people who still have the power; whoever votes in another's place
 *  must not be concerned either, and consents for nobody. */
function counts(question: Question, stage: Stage, vote: Vote, voters: Voters): boolean {
  if (vote.position !== stage.position || vote.revision < question.votesCountFrom) return false
  const voter = voters.get(vote.memberId)
  if (!voter) return false
  if (vote.onBehalfOfMemberId === null) return powerlessness(question, stage, voter) === null
  const absent = voters.get(vote.onBehalfOfMemberId)
  if (!absent || !voter.isActive || stage.kind === 'consent' || isConcerned(question, stage, voter)) return false
  return powerlessness(question, stage, absent) === null
}

/** How a stage stands: how many votes of different people count, of how many needed. */
export type StageTally = { position: number; given: number; needed: number; isPassed: boolean; votes: Vote[] }

/** How a question stands. `position`: the stage whose turn it is; null once it is decided. */
export type Tally = { outcome: 'approved' | 'denied' | null; position: number | null; stages: StageTally[] }

function tallyStage(question: Question, stage: Stage, voters: Voters, used: Set<string>): StageTally {
  const votes: Vote[] = []
  for (const vote of question.votes) {
    if (vote.vote !== 'approve' || !counts(question, stage, vote, voters)) continue
    const names = stage.kind === 'people' ? namesOf(vote, voters) : []
    if (names.some((each) => used.has(each))) continue
    for (const each of names) used.add(each)
    votes.push(vote)
  }
  const needed = stage.kind === 'reviewer' ? 0 : stage.requiredVotes
  const isPassed = stage.kind === 'reviewer' ? stage.isSettled : votes.length >= needed
  return { position: stage.position, given: votes.length, needed, isPassed, votes }
}

/** Counts the votes. All stages must pass, in order, each by different people; one vote to deny that counts decides.
 *  Power is that of now: whoever was disabled or removed takes their vote along. */
export function tally(question: Question, voters: Voters): Tally {
  const used = new Set<string>()
  const stages = question.stages.map((stage) => tallyStage(question, stage, voters, used))
  const isDenied = question.stages.some((stage) =>
    question.votes.some((vote) => vote.vote === 'deny' && counts(question, stage, vote, voters)),
  )
  if (isDenied) return { outcome: 'denied', position: null, stages }
  const next = stages.find((stage) => !stage.isPassed)
  const isDecided = stages.length > 0 && !next
  return { outcome: isDecided ? 'approved' : null, position: next?.position ?? null, stages }
}

/** Whether a vote would count beside those there are: whoever has voted under another name has voted. */
export function wouldCount(question: Question, vote: Vote, voters: Voters): boolean {
  const { stages } = tally({ ...question, votes: [...question.votes, vote] }, voters)
  return stages.some(({ votes }) => votes.includes(vote))
}

/** Whether a member has a vote that stands in a stage of this kind, their own or in another's place: nobody votes in two. */
export function hasVoted({ votes, votesCountFrom, stages }: Question, stage: Stage, { memberId }: Voter): boolean {
  return votes.some((vote) => {
    const isSameKind = stages.find(({ position }) => position === vote.position)?.kind === stage.kind
    return isSameKind && vote.revision >= votesCountFrom && peopleOf(vote).includes(memberId)
  })
}

/** Why a member cannot vote in a stage at this moment; null where they can. `current`: the stage whose turn it is. */
export function hindranceOf(
  question: Question,
  stage: Stage,
  voter: Voter,
  now: Date,
  current: number,
): Hindrance | null {
  const powerless = powerlessness(question, stage, voter)
  if (powerless) return powerless
  if (hasVoted(question, stage, voter)) return 'voted'
  if (stage.position !== current) return 'not-its-turn'
  return isWithinWindows(stage.terms.windows, now) ? null : 'outside-hours'
}
