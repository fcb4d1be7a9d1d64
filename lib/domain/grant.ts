import { z } from 'zod'
import { timeZoneInput } from '@/lib/domain/window'

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

/** The bounds of a grant as asked for. TTL in seconds (at most a year); `expiresAt` null = never expires;
 *  `durationSeconds` instead = so long from the approval on. `requiresDpop`: each
 *  session is bound to a key (RFC 9449); `idleTimeoutSeconds`: a session ends when it was not used for so long. */
export const grantBoundsInput = z.object({
  targets: z.array(grantTargetInput).min(1, 'Name at least one system.').max(50),
  maxSessionTtlSeconds: z.number().int().min(60).max(31_536_000),
  startsAt: z.coerce.date().optional(),
  expiresAt: z.coerce.date().nullish(),
  durationSeconds: z.number().int().min(60).max(315_360_000).nullable().default(null),
  windows: z.array(grantWindowInput).max(20).default([]),
  maxChainDepth: z.number().int().min(0).max(10).default(0),
  maxConcurrentSessions: z.number().int().min(1).max(100_000).nullable().default(null),
  requiresSessionApproval: z.boolean().default(false),
  requiresDpop: z.boolean().default(false),
  idleTimeoutSeconds: z.number().int().min(60).max(31_536_000).nullable().default(null),
})
