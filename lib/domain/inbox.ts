import { z } from 'zod'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { ApprovalStatus } from '@/lib/domain/life'
import { pageRequest } from '@/lib/domain/page'
import type { RunContext } from '@/lib/domain/session-request'
import type { RequestedPermission, RequestedSystem } from '@/lib/domain/session-request-row'
import type { NamedIdentity } from '@/lib/domain/session-row'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

/** What waits for the reader, what waits for others, and what waits no more. */
export const INBOX_VIEWS = ['mine', 'others', 'decided'] as const
export type InboxView = (typeof INBOX_VIEWS)[number]

/** Which part of the inbox, as its address says; without a view it is what waits for the reader, or for others where
 *  nothing can wait for them. */
export const inboxRequest = z.object({
  view: optional(z.enum(INBOX_VIEWS)),
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.default(50).catch(50),
})
export type InboxRequest = z.output<typeof inboxRequest>

/** What is asked: a session under a grant that wants a person each time, or a grant itself. */
export type InboxKind = 'session' | 'grant'

/** One question put to people, as the list shows it. Ids are public. `ttlSeconds` and `breadth` null: not known.
 *  `decidedBy`: whoever voted last. */
export type InboxRow = {
  id: string
  kind: InboxKind
  status: ApprovalStatus
  grant: { id: string; name: string }
  actor: NamedIdentity
  principal: NamedIdentity
  systems: string[]
  permissionCount: number
  breadth: number | null
  ttlSeconds: number | null
  requestedAt: Date
  expiresAt: Date
  votes: { given: number; needed: number }
  decidedBy: string | null
}

/** What one may do on a system, and within which tenants and resources where only there. */
export type AskedSystem = {
  system: RequestedSystem
  permissions: (RequestedPermission & { usedIn: number })[]
  tenants: string[]
  resources: string[]
}

/** One session of before: how long it may have lived and how long it was used, in seconds. */
export type PastSession = {
  id: string
  allowedSeconds: number
  neededSeconds: number | null
  used: number
  granted: number | null
}

/** What these two did before, latest first: under this grant where a session is asked for, under any where a grant is.
 *  `more`: that there were sessions before those. `live`: how many there are now. */
export type PairHistory = {
  sessions: PastSession[]
  more: boolean
  live: number
  approved: number
  denied: number
}

/** Somebody who is or would be an approver: whether they voted, or why they cannot. */
export type Decider = {
  id: string
  name: string
  isReader: boolean
  vote: 'approve' | 'deny' | null
  comment: string | null
  votedAt: Date | null
  hindrance: string | null
}

/** Everything that an approver must see before deciding. `limit`: the breadth that is allowed for so long a life.
 *  `cannotDecide`: why the reader cannot; null where they can. */
export type InboxItem = Omit<InboxRow, 'systems' | 'votes' | 'decidedBy'> & {
  requestedBy: string
  client: { id: string; name: string } | null
  decidedAt: Date | null
  purpose: string | null
  ticket: string | null
  limit: number | null
  asked: AskedSystem[]
  details: AuthorizationDetail[]
  isDpopBound: boolean
  standsUntil: Date | null
  windows: string[]
  context: RunContext | null
  sessionId: string | null
  history: PairHistory
  deciders: Decider[]
  neededVotes: number
  cannotDecide: string | null
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
