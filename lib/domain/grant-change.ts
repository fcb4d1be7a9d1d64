import { z } from 'zod'
import { grantBoundsInput, grantWindowInput } from '@/lib/domain/grant'
import type { GrantTerms } from '@/lib/domain/grant-terms'

const { targets, maxSessionTtlSeconds } = grantBoundsInput.shape

/** Other terms of a grant that stands: what is absent stays as it is. `expiresAt` null = never ends; `durationSeconds`: so
 *  long from when it holds. System ids are public. */
export const grantChangeInput = z
  .object({
    targets: targets.optional(),
    maxSessionTtlSeconds: maxSessionTtlSeconds.optional(),
    expiresAt: z.coerce.date().nullish(),
    durationSeconds: z.number().int().min(60).max(315_360_000).nullish(),
    windows: z.array(grantWindowInput).max(20).optional(),
    maxChainDepth: z.number().int().min(0).max(10).optional(),
    maxConcurrentSessions: z.number().int().min(1).max(100_000).nullish(),
    requiresSessionApproval: z.boolean().optional(),
    requiresDpop: z.boolean().optional(),
    idleTimeoutSeconds: z.number().int().min(60).max(31_536_000).nullish(),
  })
  .refine(({ expiresAt, durationSeconds }) => expiresAt === undefined || !durationSeconds, {
    message: 'Say when it ends (expiresAt) or how long it stands from now (durationSeconds), not both.',
    path: ['expiresAt'],
  })
export type GrantChange = z.output<typeof grantChangeInput>

/** When it ends is said in one of two ways, so that a new end takes the place of both. */
function endOfChange({ expiresAt, durationSeconds }: GrantChange) {
  if (durationSeconds) return { expiresAt: null, durationSeconds }
  return expiresAt === undefined ? {} : { expiresAt, durationSeconds: null }
}

/** The terms with what is to change. `change.targets` name systems by UUID here. */
export function changeTerms(before: GrantTerms, change: GrantChange): GrantTerms {
  const { expiresAt: _, durationSeconds: __, ...rest } = change
  const named = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(named), ...endOfChange(change) }
}

/** Whether two terms say the same, however they are ordered. */
export function isSameTerms(a: GrantTerms, b: GrantTerms): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))
}

function ordered(terms: GrantTerms) {
  const sorted = terms.targets.map((target) => ({
    systemId: target.systemId,
    permissions: [...target.permissions].sort(),
    resources: [...target.resources].sort(),
    tenants: [...target.tenants].sort(),
  }))
  const windows = terms.windows.map(({ weekdays, startMinute, durationMinutes, timeZone }) =>
    [[...weekdays].sort(), startMinute, durationMinutes, timeZone].join(' '),
  )
  return [
    sorted.sort((one, other) => one.systemId.localeCompare(other.systemId)),
    windows.sort(),
    [terms.maxSessionTtlSeconds, terms.expiresAt, terms.durationSeconds, terms.maxChainDepth],
    [terms.maxConcurrentSessions, terms.requiresSessionApproval, terms.requiresDpop, terms.idleTimeoutSeconds],
  ]
}
