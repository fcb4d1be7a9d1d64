import type { Change } from '@/lib/domain/approval-policy'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { DiffLine } from '@/lib/domain/diff-guardrails'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { Limits, Tier } from '@/lib/domain/limits'
import type { RiskCategory } from '@/lib/domain/permission'
import type { PolicyKind } from '@/lib/domain/policy-version'
import type { Delta, RightsShare } from '@/lib/domain/request-delta'
import type { Overlap } from '@/lib/domain/request-preview'
import type { RunContext } from '@/lib/domain/session-request'
import type { RequestedPermission, RequestedSystem } from '@/lib/domain/session-request-row'
import type { NamedIdentity } from '@/lib/domain/session-row'
import type { NoteView, OfferView, RulesView, VoteSheet } from '@/lib/domain/vote-sheet'
import type { Worth } from '@/lib/domain/worth-knowing'

/** What is asked: a session under a grant that wants a person each time, a grant or a change of one, or other rules. */
export type InboxKind = 'session' | 'grant' | 'policy'

type Named = { id: string; name: string }
export type AskedRules = { id: string; kind: PolicyKind; version: number }

/** What every question tells of itself. Ids are public. `title`: the grant's name, or which rules. Grant, actor and principal
 *  are null where rules are asked about, `rules` where not. */
type Asked = {
  id: string
  kind: InboxKind
  change: Change | null
  status: ApprovalStatus
  revision: number
  title: string
  grant: Named | null
  actor: NamedIdentity | null
  principal: NamedIdentity | null
  rules: AskedRules | null
  requestedBy: string
  requestedAt: Date
  expiresAt: Date
}

/** One question put to people, as the list shows it. `breadth` and `before` 0–100, of what is asked and of the broadest grant
 *  that these two have now; null: not known. `risk` 0–100. `decidedBy`: whoever voted last. `hindrance`: why the reader cannot
 *  decide; null where they can. `isConsent`: the reader is asked to agree to be acted for. */
export type InboxRow = Asked & {
  systems: string[]
  permissionCount: number
  breadth: number | null
  before: number | null
  ttlSeconds: number | null
  risk: number
  votes: { given: number; needed: number }
  decidedBy: string | null
  hindrance: string | null
  isConsent: boolean
  needsStepUp: boolean
}

/** One permission that is asked for. `usedIn`: of the sessions of before, in how many it was used. */
export type AskedPermission = RequestedPermission & {
  categories: readonly RiskCategory[]
  delta: Delta
  usedIn: number
}

/** What one may do on a system, and within which tenants and resources where only there. */
export type AskedSystem = {
  system: RequestedSystem
  permissions: AskedPermission[]
  tenants: string[]
  resources: string[]
}

/** On which terms. `endsAt`: were it approved now; null = never. `durationSeconds`: it counts from the approval. */
export type ItemTerms = {
  ttlSeconds: number | null
  startsAt: Date | null
  endsAt: Date | null
  durationSeconds: number | null
  windows: string[]
  maxChainDepth: number
  maxConcurrentSessions: number | null
  isDpopBound: boolean
  requiresSessionApproval: boolean
}

/** How broad: as asked, what the actor has today for this principal, and what the principal holds, 0–100. `share`: of what the
 *  principal may do. `limit` for that lifetime; `limits` to weigh an offer by. */
export type ItemMeasure = {
  asked: number | null
  today: number
  principal: number | null
  share: RightsShare
  limit: number | null
  limits: Limits
  tier: Tier
}

/** Somebody who could act through the actor, by a grant of their own, and what they would then get of what is asked. */
export type ChildActor = NamedIdentity & { grantId: string; keys: string[]; breadth: number }

/** One session of before: how long it may have lived and how long it was used, in seconds. */
export type PastSession = {
  id: string
  allowedSeconds: number
  neededSeconds: number | null
  used: number
  granted: number | null
}

/** What these two did before, latest first: under this grant where a session is asked for, under any where a grant is.
 *  `more`: that there were sessions before those. `live`: how many there are now. `approved`, `denied`: questions about them. */
export type PairHistory = {
  sessions: PastSession[]
  more: boolean
  live: number
  approved: number
  denied: number
}

/** The last grant of the same two on one of the same systems, and how much of it was used. */
export type SimilarGrant = {
  id: string
  name: string
  status: string
  createdAt: Date
  expiresAt: Date | null
  used: number
  granted: number
  sessions: number
}

/** What the reader may do about it. `cannotDecide`: why not; null where they can. `inPlaceOf`: who is away and has named them,
 *  where they vote for those only. `needsStepUp`: to approve they have to sign in again first. */
export type ReaderPart = {
  cannotDecide: string | null
  inPlaceOf: Named[]
  isConsent: boolean
  needsStepUp: boolean
  stepUpMinutes: number
  mayOffer: boolean
  mayAsk: boolean
  mayAnswer: boolean
  isRequester: boolean
}

/** Everything that an approver must see before deciding. Where rules are asked about, `proposal` holds them and what belongs to
 *  access is empty. */
export type InboxItem = Asked & {
  client: Named | null
  decidedAt: Date | null
  purpose: string | null
  ticket: string | null
  endsWithTicket: boolean
  terms: ItemTerms | null
  before: ItemTerms | null
  asked: AskedSystem[]
  details: AuthorizationDetail[]
  measure: ItemMeasure | null
  children: ChildActor[]
  overlaps: Overlap[]
  context: RunContext | null
  sessionId: string | null
  history: PairHistory | null
  similar: SimilarGrant | null
  votes: VoteSheet
  offers: OfferView[]
  notes: NoteView[]
  worth: Worth[]
  ruled: RulesView
  proposal: Proposal | null
  me: ReaderPart
}

/** Other rules, as proposed: rule by rule, line by line; rules of approval in words, guardrails as they are written. */
export type Proposal = {
  proposedBy: string
  note: string
  against: number
  changes: { kind: 'added' | 'removed' | 'changed' | 'moved'; name: string; lines: DiffLine[] }[]
}

/** `case:read` as `Read case` where its system gave no words for it. */
export function permissionInWords({ key, title }: Pick<RequestedPermission, 'key' | 'title'>): string {
  if (title) return title
  const [noun = '', verb = ''] = key.split(':')
  if (!verb) return key
  const words = `${verb} ${noun}`
    .replaceAll(/[-_*]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
