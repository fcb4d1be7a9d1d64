import { countVotes } from '@/lib/commands/count-votes'
import type { Tx } from '@/lib/db'
import { readAbsentees, readVoters, type StoredQuestion } from '@/lib/db/question'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import {
  HINDRANCES,
  type Hindrance,
  hindranceOf,
  type Stage,
  type Vote,
  type Voter,
  wouldCount,
} from '@/lib/domain/approval-tally'
import { hindranceInPlace } from '@/lib/domain/ballot'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { Tier } from '@/lib/domain/limits'

type Ballot = { vote: 'approve' | 'deny'; onBehalfOfMemberId: string | null; policy: ApprovalPolicy }

const CODES: Record<Hindrance, string> = {
  deactivated: 'forbidden',
  requester: 'self_approval',
  concerned: 'self_approval',
  'not-asked': 'not_asked',
  voted: 'already_voted',
  'outside-hours': 'outside_hours',
  'not-its-turn': 'not_its_turn',
}

const SENTENCES: Partial<Record<Hindrance, string>> = {
  requester: 'You asked for this yourself. Somebody else has to decide.',
  concerned: 'This is done in your name, by you or through what you own. Somebody else has to decide.',
}

function refuse(hindrance: Hindrance, voter: Voter): never {
  const message = SENTENCES[hindrance] ?? `${voter.name} ${HINDRANCES[hindrance]}.`
  throw new DomainError(CODES[hindrance], message, { hindrance })
}

/** What the reader of a critical system's request proves: that they are there now (OpenID Connect Core §2, `auth_time`). A
 *  token is nobody's presence. */
export function checkStepUp({ actor, now }: Context, tier: number | null, { stepUp }: ApprovalPolicy): void {
  if (tier === null || !stepUp.tiers.includes(tier as Tier) || actor.kind !== 'member') return
  const since = actor.token || !actor.authenticatedAt ? null : now.getTime() - actor.authenticatedAt.getTime()
  if (since !== null && since <= stepUp.withinMinutes * 60_000) return
  const how = actor.token
    ? 'a token is not enough'
    : `sign in again: your last sign-in is over ${stepUp.withinMinutes} min ago`
  const { withinMinutes } = stepUp
  throw new DomainError('step_up_required', `For a system of tier ${tier}, ${how}.`, { withinMinutes })
}

async function checkAbsent(tx: Tx, { orgId, now }: Context, delegateId: string, absentId: string): Promise<void> {
  const absentees = await readAbsentees(tx, orgId, delegateId, now)
  if (absentees.includes(absentId)) return
  throw new DomainError('not_asked', 'Nobody who is away has named you to vote in their place now.')
}

type Cast = { stage: Stage; voter: Voter; absent: Voter | null; vote: Ballot['vote'] }

/** Why this vote cannot be cast; a yes that would not count is refused, for whoever cast it would think it did. */
function hindranceOfVote({ question, row }: StoredQuestion, voters: Map<string, Voter>, cast: Cast, now: Date) {
  const { stage, voter, absent, vote } = cast
  const hindrance = absent
    ? hindranceInPlace(question, stage, { delegate: voter, absent }, now)
    : hindranceOf(question, stage, voter, now, stage.position)
  if (hindrance || vote === 'deny') return hindrance
  const onBehalfOfMemberId = absent?.memberId ?? null
  const one: Vote = {
    position: stage.position,
    memberId: voter.memberId,
    onBehalfOfMemberId,
    vote,
    revision: row.revision,
  }
  return wouldCount(question, one, voters) ? null : 'voted'
}

/** Whether the caller may cast this vote now, and in which stage. @throws DomainError `self_approval`, `not_asked`,
 *  `already_voted`, `outside_hours`, `not_its_turn`, `step_up_required`, `forbidden` */
export async function checkVoter(tx: Tx, ctx: Context, stored: StoredQuestion, ballot: Ballot): Promise<number> {
  const { orgId, actor, now } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  const absentId = ballot.onBehalfOfMemberId
  if (absentId) await checkAbsent(tx, ctx, actor.memberId, absentId)
  const { position, stored: counted, voters: others } = await countVotes(tx, orgId, stored.row.id)
  const own = await readVoters(tx, orgId, [actor.memberId, ...(absentId ? [absentId] : [])])
  const voters = new Map([...others, ...own])
  const [voter, absent] = [voters.get(actor.memberId), absentId ? voters.get(absentId) : null]
  if (!voter || absent === undefined) throw new DomainError('forbidden', 'You are no longer a member.')
  const current = position ?? stored.row.currentPosition
  const stage = stored.question.stages.find((each) => each.position === current)
  if (!stage) throw new DomainError('wrong_status', 'Nothing is left to vote on.')
  const hindrance = hindranceOfVote(counted, voters, { stage, voter, absent, vote: ballot.vote }, now)
  if (hindrance) refuse(hindrance, voter)
  if (ballot.vote === 'approve' && stage.kind === 'people') checkStepUp(ctx, stored.row.tier, ballot.policy)
  if (ballot.vote === 'approve' && stage.kind === 'consent' && actor.token)
    throw new DomainError('step_up_required', 'You agree to be acted for yourself: a token is not enough.')
  return current
}
