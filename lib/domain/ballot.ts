import type { Ballot } from '@/lib/domain/approval-story'
import { hindranceOf, type Question, type Stage, type Voter } from '@/lib/domain/approval-tally'

/** How somebody who follows a link may vote: for themselves where they can, else in the first place they may take. The
 *  command that takes the vote looks again. */
export function ballotOf(question: Question, stage: Stage, voter: Voter, absent: readonly Voter[], now: Date): Ballot {
  const own = hindranceOf(question, stage, voter, now, stage.position)
  if (own !== 'not-asked') return { onBehalfOfMemberId: null, hindrance: own }
  const place = absent.find((each) => hindranceOf(question, stage, each, now, stage.position) === null)
  return place ? { onBehalfOfMemberId: place.memberId, hindrance: null } : { onBehalfOfMemberId: null, hindrance: own }
}
