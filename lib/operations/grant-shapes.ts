import { z } from 'zod'
import { findingCounts, moment, named, namedIdentity, statusOf, tier } from '@/lib/operations/shapes'
import type { GrantDetail } from '@/lib/queries/get-grant'

const party = namedIdentity.extend({ hasLeft: z.boolean() })
const seconds = z.number().int()
const share = z.number().min(0).max(1).nullable()
const breadth = z.number().nullable().describe('0–100; null where its permissions are not known.')

/** A grant as lists show it. Null: not known, or not set. */
export const grantRow = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(['managed', 'observed']),
    status: statusOf('grant'),
    principal: party,
    actor: party,
    owner: party.nullable(),
    systems: z.array(named),
    tier,
    breadth,
    limit: z.number().nullable().describe('The breadth that is allowed for so long a session.'),
    unusedShare: share,
    maxSessionTtlSeconds: seconds.nullable(),
    expiresAt: moment.nullable().describe('Null: it never ends, or of an observed one nobody knows.'),
    lastUsedAt: moment.nullable(),
    liveSessions: z.number().int(),
    findings: findingCounts,
  })
  .meta({ id: 'Grant' })

const target = z.object({
  system: named.extend({ tier }),
  environment: z.string(),
  permissions: z.array(z.string()).describe('Those that are granted, and of observed grants those that were used.'),
  permissionCount: z.number().int().nullable(),
  breadth,
  resources: z.array(z.string()).describe('Empty: not constrained.'),
  tenants: z.array(z.string()).describe('Empty: not constrained.'),
})

/** Everything about one grant that an API tells. */
export const grantDetail = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(['managed', 'observed']),
    status: statusOf('grant'),
    principal: party,
    actor: party,
    owner: party.nullable(),
    requestedBy: z.string().nullable(),
    purpose: z.string().nullable(),
    ticket: z.string().nullable(),
    targets: z.array(target),
    tier,
    breadth,
    limit: z.number().nullable(),
    unusedShare: share,
    lastUsedAt: moment.nullable(),
    maxSessionTtlSeconds: seconds.nullable(),
    startsAt: moment.nullable(),
    expiresAt: moment.nullable(),
    windows: z.array(z.string()).describe('In words; empty: always.'),
    maxChainDepth: z.number().int().nullable(),
    maxConcurrentSessions: z.number().int().nullable(),
    requiresSessionApproval: z.boolean(),
    requiresDpop: z.boolean(),
    idleTimeoutSeconds: seconds.nullable(),
    liveSessions: z.number().int(),
  })
  .meta({ id: 'GrantDetail' })

/** One grant as it leaves. */
export function toGrantDetail(grant: GrantDetail): z.input<typeof grantDetail> {
  const permissionsOn = (systemId: string) =>
    grant.use.lines.filter(({ system }) => system.id === systemId).map(({ key }) => key)
  const targets = grant.targets.map((each) => ({ ...each, permissions: permissionsOn(each.system.id) }))
  return { ...grant, targets, liveSessions: grant.sessions.live }
}

/** How a request stands once it is made. */
export const requestedGrant = z
  .object({
    grantId: z.string(),
    approvalId: z.string().describe('The request to follow: GET /requests/{requestId}.'),
    status: z.enum(['pending', 'active', 'denied']),
    reason: z.string().nullable().describe('Where a rule decided at once: which, and why.'),
  })
  .meta({ id: 'RequestedGrant' })
