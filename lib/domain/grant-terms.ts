import { z } from 'zod'
import { CHANGES } from '@/lib/domain/approval-policy'
import { coversName } from '@/lib/domain/authorization-details'
import { grantTargetInput, grantWindowInput } from '@/lib/domain/grant'

/** What a grant allows, on which terms: what is asked for, offered, voted on and stored. System ids are UUIDs here.
 *  `durationSeconds`: instead of `expiresAt`, so long from the approval on, when the clock starts; both null = permanent. */
export const grantTerms = z.object({
  targets: z.array(grantTargetInput).min(1),
  maxSessionTtlSeconds: z.number().int(),
  startsAt: z.coerce.date().nullable(),
  expiresAt: z.coerce.date().nullable(),
  durationSeconds: z.number().int().nullable(),
  windows: z.array(grantWindowInput),
  maxChainDepth: z.number().int(),
  maxConcurrentSessions: z.number().int().nullable(),
  requiresSessionApproval: z.boolean(),
  requiresDpop: z.boolean(),
  idleTimeoutSeconds: z.number().int().nullable(),
})
export type GrantTerms = z.output<typeof grantTerms>

/** What stands in `approvals.asked` of a grant. `before`: the terms of the live grant that a change is asked of. */
export const askedGrant = z.object({
  change: z.enum(CHANGES),
  terms: grantTerms,
  before: grantTerms.nullable().default(null),
})
export type AskedGrant = z.output<typeof askedGrant>

/** When a grant on these terms would end, were it approved at `now`; null = never. */
export function endOf({ startsAt, expiresAt, durationSeconds }: GrantTerms, now: Date): Date | null {
  if (durationSeconds === null) return expiresAt
  return new Date(Math.max(startsAt?.getTime() ?? 0, now.getTime()) + durationSeconds * 1000)
}

/** How long it would stand, in seconds; null = it is permanent. `since`: when what it goes on with began to stand. */
export function standsSeconds(terms: GrantTerms, now: Date, since: Date | null = null): number | null {
  const end = endOf(terms, now)
  const start = since?.getTime() ?? Math.max(terms.startsAt?.getTime() ?? 0, now.getTime())
  return end && Math.max(0, Math.round((end.getTime() - start) / 1000))
}

/** Whether names lie within names. Empty = not constrained, so that only an empty list allows an empty one. */
export function narrows(asked: readonly string[], offered: readonly string[]): boolean {
  if (asked.length === 0) return true
  return offered.length > 0 && offered.every((each) => asked.some((one) => coversName(one, each)))
}

/** Whether an offer that lies within what was asked will still do so when it is approved later: a length that counts from then
 *  ends ever later, a day does not. */
export function staysWithin(asked: GrantTerms, offer: GrantTerms, now: Date): boolean {
  const moves = offer.durationSeconds !== null && asked.durationSeconds === null && asked.expiresAt !== null
  return !moves && isWithin(asked, offer, now)
}

const atMost = (asked: number | null, offered: number | null) =>
  asked === null || (offered !== null && offered <= asked)
const startOf = ({ startsAt }: GrantTerms, now: Date) => Math.max(startsAt?.getTime() ?? 0, now.getTime())

function targetsWithin({ targets }: GrantTerms, offer: GrantTerms): boolean {
  return offer.targets.every(({ systemId, permissions, resources, tenants }) => {
    const asked = targets.find((target) => target.systemId === systemId)
    return (
      asked !== undefined &&
      permissions.every((permission) => asked.permissions.includes(permission)) &&
      narrows(asked.resources, resources) &&
      narrows(asked.tenants, tenants)
    )
  })
}

/** Without a window always; the same windows, some of them, or any where there were none. */
function windowsWithin({ windows }: GrantTerms, offer: GrantTerms): boolean {
  if (windows.length === 0) return true
  const known = windows.map((window) => JSON.stringify(window))
  return offer.windows.length > 0 && offer.windows.every((window) => known.includes(JSON.stringify(window)))
}

/** Whether an offer lies within what was asked: nothing more, nothing longer, nothing earlier, nothing later. Whoever agreed
 *  to the whole has agreed to it. `now`: for lengths that count from the approval. */
export function isWithin(asked: GrantTerms, offer: GrantTerms, now: Date): boolean {
  const [askedEnd, offeredEnd] = [endOf(asked, now), endOf(offer, now)]
  return (
    targetsWithin(asked, offer) &&
    windowsWithin(asked, offer) &&
    offer.maxSessionTtlSeconds <= asked.maxSessionTtlSeconds &&
    startOf(offer, now) >= startOf(asked, now) &&
    atMost(askedEnd?.getTime() ?? null, offeredEnd?.getTime() ?? null) &&
    offer.maxChainDepth <= asked.maxChainDepth &&
    atMost(asked.maxConcurrentSessions, offer.maxConcurrentSessions) &&
    atMost(asked.idleTimeoutSeconds, offer.idleTimeoutSeconds) &&
    (offer.requiresSessionApproval || !asked.requiresSessionApproval) &&
    (offer.requiresDpop || !asked.requiresDpop)
  )
}
