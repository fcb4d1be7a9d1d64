import { z } from 'zod'
import { findingCounts, moment, named, namedIdentity, owner, statusOf } from '@/lib/operations/shapes'

const columns = {
  id: z.string(),
  actor: namedIdentity,
  principal: namedIdentity,
  system: named.extend({ tier: z.number().int() }),
  grant: named.nullable(),
  owner: owner.nullable(),
  status: statusOf('session'),
  origin: z.enum(['managed', 'observed']),
  source: z.string().nullable(),
  breadth: z.number().nullable(),
  breadthLimit: z.number().nullable(),
  unusedShare: z.number().nullable(),
  isOverLimit: z.boolean(),
  lifetimeSeconds: z.number().nullable(),
  issuedAt: moment,
  expiresAt: moment.nullable().describe('Null: never where expiryKnown, else not known.'),
  expiryKnown: z.boolean(),
  endedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  findings: findingCounts,
  canRevoke: z.boolean(),
  canLock: z.boolean(),
}

/** A delegated session as lists show it. */
export const sessionRow = z.object(columns).meta({ id: 'Session' })

/** One delegated session. */
export const sessionDetail = z
  .object({
    ...columns,
    name: z.string().nullable(),
    purpose: z.string().nullable(),
    ticket: z.string().nullable(),
    sourceAddress: z.string().nullable(),
    depth: z.number().int(),
    children: z.number().int().describe('So many sessions came of it directly.'),
    lockedUntil: moment.nullable(),
    endedBy: z.string().nullable(),
    allowedCount: z.number().int(),
    deniedCount: z.number().int(),
    permissionCount: z.number().int().nullable(),
  })
  .meta({ id: 'SessionDetail' })

/** What an order to end access did. */
export const revocationResult = z
  .object({
    revocationId: z.string().nullable().describe('The receipt.'),
    ended: z.number().int().describe('So many ended with the order.'),
    revoking: z.number().int().describe('So many wait for who issued them.'),
    mayWorkUntil: z.iso
      .datetime()
      .nullish()
      .describe('When the last of them ends by itself; null: never; absent: all ended at once.'),
    leftOut: z.array(z.object({ sessionId: z.string(), reason: z.string() })),
    suspendedGrants: z.number().int(),
  })
  .meta({ id: 'RevocationResult' })
