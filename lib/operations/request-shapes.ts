import { z } from 'zod'
import { CHANGES } from '@/lib/domain/approval-policy'
import type { InboxItem } from '@/lib/domain/inbox'
import { moment, named, namedIdentity, statusOf } from '@/lib/operations/shapes'

const columns = {
  id: z.string(),
  kind: z
    .enum(['grant', 'session', 'policy'])
    .describe('What is asked: standing permission, one session, other rules.'),
  change: z.enum(CHANGES).nullable().describe('Of a grant: a new one, or what of one that stands.'),
  status: statusOf('approval'),
  revision: z.number().int().describe('Which terms stand; send it with a vote, so that it counts for nothing else.'),
  title: z.string(),
  grant: named.nullable(),
  actor: namedIdentity.nullable(),
  principal: namedIdentity.nullable(),
  requestedBy: z.string(),
  requestedAt: moment,
  expiresAt: moment.describe('It lapses then.'),
}

/** A question put to people, as lists show it. */
export const requestRow = z
  .object({
    ...columns,
    systems: z.array(z.string()),
    permissionCount: z.number().int(),
    breadth: z.number().nullable(),
    ttlSeconds: z.number().nullable(),
    risk: z.number().describe('0–100.'),
    votes: z.object({ given: z.number().int(), needed: z.number().int() }),
    hindrance: z.string().nullable().describe('Why you cannot decide; null where you can.'),
  })
  .meta({ id: 'Request' })

const ballot = z.object({
  id: z.string(),
  name: z.string(),
  vote: z.enum(['approve', 'deny']).nullable().describe('Null: has yet to vote.'),
  votedAt: moment.nullable(),
  comment: z.string().nullable(),
  counts: z.boolean().describe('False: it was for other terms, or its power is gone.'),
})
const stage = z.object({
  position: z.number().int(),
  kind: z.enum(['people', 'consent', 'reviewer']),
  name: z.string(),
  given: z.number().int(),
  needed: z.number().int(),
  isPassed: z.boolean(),
  isCurrent: z.boolean(),
  people: z.array(ballot),
})
const terms = z.object({
  ttlSeconds: z.number().nullable(),
  startsAt: moment.nullable(),
  endsAt: moment.nullable().describe('Were it approved now; null: never.'),
  durationSeconds: z.number().nullable().describe('So long from the approval on.'),
  windows: z.array(z.string()),
})
const asked = z.object({
  system: named,
  permissions: z.array(z.object({ key: z.string(), title: z.string().nullable(), accessLevel: z.string().nullable() })),
  tenants: z.array(z.string()),
  resources: z.array(z.string()),
})
const offer = z.object({
  id: z.string(),
  status: statusOf('offer'),
  by: z.string(),
  keepsVotes: z.boolean(),
  note: z.string(),
  offeredAt: moment,
  lines: z.array(z.string()).describe('What of the terms it changes, in words.'),
})
const note = z.object({
  kind: z.enum(['question', 'answer', 'review']),
  by: z.string(),
  body: z.string(),
  writtenAt: moment,
})

/** One question, with what is asked and who has yet to vote. */
export const requestDetail = z
  .object({
    ...columns,
    purpose: z.string().nullable(),
    ticket: z.string().nullable(),
    decidedAt: moment.nullable(),
    terms: terms.nullable(),
    asked: z.array(asked),
    breadth: z.object({ asked: z.number().nullable(), today: z.number(), limit: z.number().nullable() }).nullable(),
    sessionId: z.string().nullable().describe('Once a session was issued.'),
    votes: z.object({
      given: z.number().int(),
      needed: z.number().int(),
      stages: z.array(stage),
      cannot: z.array(named.extend({ why: z.string() })).describe('Would be asked, and cannot vote.'),
    }),
    offers: z.array(offer),
    notes: z.array(note),
    rules: z.object({ version: z.number().int(), rule: z.string().nullable() }).describe('By which it was asked.'),
    cannotDecide: z.string().nullable().describe('Why you cannot decide; null where you can.'),
  })
  .meta({ id: 'RequestDetail' })

/** One question as it leaves. */
export function toRequestDetail({ measure, ruled, me, ...item }: InboxItem): z.input<typeof requestDetail> {
  return { ...item, breadth: measure, rules: ruled, cannotDecide: me.cannotDecide }
}
