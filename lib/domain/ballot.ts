import type { Ballot } from '@/lib/domain/approval-story'
import {
  type Hindrance,
  hasVoted,
  hindranceOf,
  type Question,
  type Stage,
  type Voter,
} from '@/lib/domain/approval-tally'

type Pair = { delegate: Voter; absent: Voter }

/** Why somebody cannot vote in the place of one who is away, as of now, in the stage whose turn it is; null where they can.
 *  They need that one's power, and none of the reasons that would bar themselves. Nobody consents for another. */
export function hindranceInPlace(
  question: Question,
  stage: Stage,
  { delegate, absent }: Pair,
  now: Date,
): Hindrance | null {
  if (stage.kind === 'consent') return 'not-asked'
  const own = hindranceOf(question, stage, delegate, now, stage.position)
  if (own && own !== 'not-asked') return own
  if (hasVoted(question, stage, delegate)) return 'voted'
  return hindranceOf(question, stage, absent, now, stage.position)
}

/** How somebody who follows a link may vote: for themselves where they can, else in the first place they may take. The
 *  command that takes the vote looks again. */
export function ballotOf(question: Question, stage: Stage, voter: Voter, absent: readonly Voter[], now: Date): Ballot {
  const own = hindranceOf(question, stage, voter, now, stage.position)
  if (own !== 'not-asked') return { onBehalfOfMemberId: null, hindrance: own }
  const place = absent.find(
    (each) => hindranceInPlace(question, stage, { delegate: voter, absent: each }, now) === null,
  )
  return place ? { onBehalfOfMemberId: place.memberId, hindrance: null } : { onBehalfOfMemberId: null, hindrance: own }
}
