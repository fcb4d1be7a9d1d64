import type { OfferStatus } from '@/lib/domain/life'

/** Somebody in a stage: how they voted, or that they have yet to. `afterSeconds`: from opening it, or from when they could.
 *  `counts` false: the vote was for other terms, or its power is gone. `inPlaceOf`: who is away. `awayUntil`, `substitutes`: they
 *  are away themselves. Ids are public. */
export type Ballot = {
  id: string
  name: string
  isReader: boolean
  vote: 'approve' | 'deny' | null
  votedAt: Date | null
  afterSeconds: number | null
  comment: string | null
  via: 'page' | 'message' | 'api' | 'offer' | null
  counts: boolean
  inPlaceOf: string | null
  openedAt: Date | null
  awayUntil: Date | null
  substitutes: string[]
}

/** One stage: its votes, and who has yet to vote. `review`: what an external reviewer said. */
export type StageSheet = {
  position: number
  kind: 'people' | 'consent' | 'reviewer'
  name: string
  given: number
  needed: number
  isPassed: boolean
  isCurrent: boolean
  windows: string[]
  people: Ballot[]
}

/** Who decided, who has yet to, and who would be asked and cannot, with why as it follows their name. */
export type VoteSheet = {
  given: number
  needed: number
  stages: StageSheet[]
  cannot: { id: string; name: string; isReader: boolean; why: string }[]
}

/** An offer of less. `lines`: what of the terms it changes, in words. */
export type OfferView = {
  id: string
  status: OfferStatus
  by: string
  isReaders: boolean
  keepsVotes: boolean
  note: string
  offeredAt: Date
  answeredAt: Date | null
  lines: string[]
}

/** What was asked and answered about it, and what an external reviewer said. */
export type NoteView = { id: string; kind: 'question' | 'answer' | 'review'; by: string; body: string; writtenAt: Date }

/** Under which version of the rules it was asked and which holds now; 0 = those that hold where there are none. */
export type RulesView = { version: number; rule: string | null; current: number }
