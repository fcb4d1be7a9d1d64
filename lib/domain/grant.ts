import { z } from 'zod'
import { effectiveStatus } from '@/lib/domain/delegated-session'
import type { GrantStatus, SessionStatus } from '@/lib/domain/life'
import { describeWindow, type GrantWindow, isWithinWindows, timeZoneInput } from '@/lib/domain/window'

export const grantWindowInput = z.object({
  weekdays: z.array(z.number().int().min(1).max(7)).min(1),
  startMinute: z.number().int().min(0).max(1439),
  durationMinutes: z.number().int().min(1).max(10_080),
  timeZone: timeZoneInput,
})

/** What one grant allows on one system. `resources` and `tenants` empty = not constrained. Ids are public. */
export const grantTargetInput = z.object({
  systemId: z.string(),
  permissions: z.array(z.string().min(1).max(200)).min(1, 'Name at least one permission.').max(5000),
  resources: z.array(z.string().min(1).max(500)).max(200).default([]),
  tenants: z.array(z.string().min(1).max(200)).max(200).default([]),
})

/** The bounds of a grant as asked for. TTL in seconds (at most a year); no `expiresAt` = never expires. `requiresDpop`: each
 *  session is bound to a key (RFC 9449); `idleTimeoutSeconds`: a session ends when it was not used for so long. */
export const grantBoundsInput = z.object({
  targets: z.array(grantTargetInput).min(1, 'Name at least one system.').max(50),
  maxSessionTtlSeconds: z.number().int().min(60).max(31_536_000),
  startsAt: z.coerce.date().optional(),
  expiresAt: z.coerce.date().nullable(),
  windows: z.array(grantWindowInput).max(20).default([]),
  maxChainDepth: z.number().int().min(0).max(10).default(0),
  maxConcurrentSessions: z.number().int().min(1).max(100_000).nullable().default(null),
  requiresSessionApproval: z.boolean().default(false),
  requiresDpop: z.boolean().default(false),
  idleTimeoutSeconds: z.number().int().min(60).max(31_536_000).nullable().default(null),
})

/** What is known of a grant when a session is asked for under it. */
export type IssuableGrant = {
  status: GrantStatus
  startsAt: Date
  expiresAt: Date | null
  maxSessionTtlSeconds: number | null
  maxChainDepth: number | null
  maxConcurrentSessions: number | null
  requiresSessionApproval: boolean
  windows: readonly GrantWindow[]
  permissions: readonly string[]
}

export type IssueRequest = {
  ttlSeconds: number
  permissions: readonly string[]
  liveSessions: number
  parent: ParentSession | null
}

/** The session whose holder asks. `permissions` are those it holds on the system that is asked for. */
export type ParentSession = {
  status: SessionStatus
  lockedUntil: Date | null
  depth: number
  expiresAt: Date | null
  permissions: readonly string[]
}

/** Why a session is refused: a stable code and what would pass. */
export type Refusal = { code: string; message: string }

type Check = (grant: IssuableGrant, request: IssueRequest, now: Date) => string | false

const outside = (asked: readonly string[], allowed: readonly string[]) => asked.filter((key) => !allowed.includes(key))

/** The bounds, one named check each. */
const CHECKS: Record<string, Check> = {
  'grant-not-active': (grant) => grant.status !== 'active' && `The grant is ${grant.status}.`,
  'grant-not-started': (grant, _, now) =>
    grant.startsAt > now && `The grant starts at ${grant.startsAt.toISOString()}.`,
  'grant-expired': (grant, _, now) =>
    grant.expiresAt !== null && grant.expiresAt <= now && `The grant expired at ${grant.expiresAt.toISOString()}.`,
  'outside-window': (grant, _, now) =>
    !isWithinWindows(grant.windows, now) && `Allowed only ${grant.windows.map(describeWindow).join('; ')}.`,
  'ttl-too-long': ({ maxSessionTtlSeconds: max }, { ttlSeconds }) =>
    max !== null && ttlSeconds > max && `At most ${max} s; ${ttlSeconds} s were asked for.`,
  'permission-not-granted': (grant, { permissions }) => {
    const extra = outside(permissions, grant.permissions)
    return extra.length > 0 && `Not in the grant: ${extra.slice(0, 10).join(', ')}.`
  },
  'needs-approval': (grant) => grant.requiresSessionApproval && 'Each session under this grant has to be approved.',
  'parent-not-active': (_, { parent }, now) => {
    const status = parent && effectiveStatus(parent, now)
    return status !== null && status !== 'active' && `The parent session is ${status}.`
  },
  'chain-too-deep': ({ maxChainDepth: max }, { parent }) =>
    parent !== null && max !== null && parent.depth + 1 > max && `The chain may be ${max} deep.`,
  'broader-than-parent': (_, { parent, permissions }) => {
    const extra = parent ? outside(permissions, parent.permissions) : []
    return extra.length > 0 && `The parent session does not hold ${extra.slice(0, 10).join(', ')}.`
  },
  'too-many-sessions': ({ maxConcurrentSessions: max }, { liveSessions }) =>
    max !== null && liveSessions >= max && `At most ${max} sessions at once.`,
}

/** Every reason to refuse; none = may be issued. */
export function refusalsFor(grant: IssuableGrant, request: IssueRequest, now: Date): Refusal[] {
  return Object.entries(CHECKS).flatMap(([code, check]) => {
    const message = check(grant, request, now)
    return message === false ? [] : [{ code, message }]
  })
}

/** When a session asked for now ends: never after what it was asked for, its grant or its parent. */
export function sessionExpiry(grant: IssuableGrant, request: IssueRequest, now: Date): Date {
  const ends = [new Date(now.getTime() + request.ttlSeconds * 1000), grant.expiresAt, request.parent?.expiresAt ?? null]
  return new Date(Math.min(...ends.flatMap((end) => (end ? [end.getTime()] : []))))
}
