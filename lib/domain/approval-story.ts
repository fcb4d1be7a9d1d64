import type { Hindrance } from '@/lib/domain/approval-tally'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { MessageFact } from '@/lib/domain/message'

/** Somebody who is asked in the stage whose turn it is. `inPlaceOf`: whoever is away and named them. */
export type AskedMember = { memberId: string; inPlaceOf: string | null }

/** An offer or a note as far as people are told of it. */
export type ToldOffer = {
  id: string
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn'
  byMemberId: string
  byName: string
  note: string
}
export type ToldNote = {
  id: string
  kind: 'question' | 'answer' | 'review'
  memberId: string | null
  byName: string
  body: string
}
export type ToldVote = { memberId: string; name: string; vote: 'approve' | 'deny'; comment: string | null }

/** A question as those are told who take part in it. Ids are UUIDs, but `publicId`. `title`: what is asked, in a few words.
 *  `requesterId`: the member who asked, or who owns the service that did. `asked`: who may vote now. `toldIds`: who has
 *  been asked so far, `eligibleIds`: who has power in some stage. `principalId`: the member in whose name it is;
 *  `isAgreedByRule`: a rule consented for them. */
export type ApprovalStory = {
  id: string
  publicId: string
  kind: 'grant' | 'session' | 'policy'
  title: string
  sentence: string
  facts: MessageFact[]
  purpose: string | null
  requestedBy: string
  requesterId: string | null
  status: ApprovalStatus
  /** Whether it was decided so lately that telling of it is news. */
  isNews: boolean
  revision: number
  expiresAt: Date
  stage: { position: number; name: string; kind: 'people' | 'consent' | 'reviewer'; opensNext: string | null } | null
  asked: AskedMember[]
  toldIds: string[]
  eligibleIds: string[]
  principalId: string | null
  isAgreedByRule: boolean
  offers: ToldOffer[]
  notes: ToldNote[]
  votes: ToldVote[]
  /** Why it was denied where nobody's vote did. */
  denial?: string | null
}

/** How a member may vote on a question at this moment: for themselves, or in the place of one who is away. */
export type Ballot = { onBehalfOfMemberId: string | null; hindrance: Hindrance | null }
