import { z } from 'zod'
import type { InboxItem, InboxRow } from '@/lib/domain/inbox'
import { moment, named, namedIdentity, statusOf } from '@/lib/operations/shapes'

const columns = {
  id: z.string(),
  kind: z
    .enum(['grant', 'session', 'policy'])
    .describe('What is asked: standing permission, one session, other rules.'),
  status: statusOf('approval'),
  grant: named.nullable(),
  actor: namedIdentity.nullable(),
  principal: namedIdentity.nullable(),
  permissionCount: z.number().int(),
  breadth: z.number().nullable(),
  ttlSeconds: z.number().nullable(),
  requestedAt: moment,
  expiresAt: moment.describe('It lapses then.'),
}

/** A question put to people, as lists show it. */
export const requestRow = z
  .object({
    ...columns,
    systems: z.array(z.string()),
    votes: z.object({ given: z.number().int(), needed: z.number().int() }),
  })
  .meta({ id: 'Request' })

const decider = z.object({
  id: z.string(),
  name: z.string(),
  vote: z.enum(['approve', 'deny']).nullable(),
  comment: z.string().nullable(),
  votedAt: moment.nullable(),
  hindrance: z.string().nullable().describe('Why their vote cannot count; null where it can.'),
})

const asked = z.object({
  system: named,
  permissions: z.array(z.object({ key: z.string(), title: z.string().nullable(), accessLevel: z.string().nullable() })),
  tenants: z.array(z.string()),
  resources: z.array(z.string()),
})

/** One question, with what is asked and who has yet to vote. */
export const requestDetail = z
  .object({
    ...columns,
    requestedBy: z.string(),
    purpose: z.string().nullable(),
    ticket: z.string().nullable(),
    decidedAt: moment.nullable(),
    limit: z.number().nullable().describe('The breadth that is allowed for so long a life.'),
    asked: z.array(asked),
    windows: z.array(z.string()),
    sessionId: z.string().nullable(),
    neededVotes: z.number().int(),
    deciders: z.array(decider),
    cannotDecide: z.string().nullable().describe('Why whoever asks cannot decide; null where they can.'),
  })
  .meta({ id: 'RequestDetail' })

/** A question as it leaves in a list. */
export function toRequestRow(row: InboxRow): z.input<typeof requestRow> {
  return { ...row }
}

/** One question as it leaves. */
export function toRequestDetail(item: InboxItem): z.input<typeof requestDetail> {
  return { ...item }
}
