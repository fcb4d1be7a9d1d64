import { z } from 'zod'
import { addressedPage } from '@/lib/domain/page'
import type { NamedIdentity } from '@/lib/domain/session-row'

export const REVIEW_STATES = ['open', 'overdue', 'closed'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

export const reviewListInput = addressedPage.extend({
  state: z.enum(REVIEW_STATES).optional().catch(undefined),
})
export type ReviewListInput = z.output<typeof reviewListInput>

/** An emergency access that ends by itself, as the banner tells it. Ids are public. */
export type LiveBreakGlass = {
  grantId: string
  actor: NamedIdentity
  systems: string[]
  ticket: string
  expiresAt: Date
}

/** One review of a broken glass. `sessions`: issued under it; `used`: permissions used of so many granted. Ids are public. */
export type ReviewRow = {
  grantId: string
  name: string
  reason: string
  ticket: string
  actor: NamedIdentity
  principal: NamedIdentity
  openedBy: string
  isOwn: boolean
  systems: string[]
  breadth: number | null
  startsAt: Date
  endedAt: Date
  sessions: number
  used: number
  granted: number
  state: ReviewState
  dueAt: Date
  closedBy: string | null
  closedAt: Date | null
  outcome: 'justified' | 'unjustified' | null
  comment: string | null
}

/** A review is overdue once its date has passed and nobody has closed it. */
export function reviewState({ closedAt, dueAt }: { closedAt: Date | null; dueAt: Date }, now: Date): ReviewState {
  if (closedAt) return 'closed'
  return dueAt <= now ? 'overdue' : 'open'
}

/** What somebody can break the glass for. `cannot`: why not at all; null where they can. Ids are public. */
export type EmergencyOptions = {
  actors: NamedIdentity[]
  systems: { id: string; name: string; tier: number }[]
  maxSeconds: number
  reviewDueHours: number
  cannot: string | null
}

/** What can be asked for on a system in an emergency, and on whose behalf. */
export type EmergencySystem = {
  permissions: { key: string; title: string | null; accessLevel: string }[]
  principals: NamedIdentity[]
}
