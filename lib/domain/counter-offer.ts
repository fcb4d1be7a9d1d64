import { z } from 'zod'
import { type GrantTerms, grantTerms, isWithin, standsSeconds } from '@/lib/domain/grant-terms'
import { reasonInput } from '@/lib/domain/reason'
import type { AskedSession } from '@/lib/domain/session-request'

/** What is offered instead of what is asked, as far as it differs: narrower, shorter or later. What is left out stands as
 *  asked. Of a session only permissions and `maxSessionTtlSeconds` can be offered. */
export const offeredTerms = grantTerms.partial()
export type OfferedTerms = z.output<typeof offeredTerms>

/** An offer to whoever asked. System ids in `terms` are public. `revision`: what the approver saw. */
export const offerInput = z.object({
  approvalId: z.string(),
  revision: z.number().int().min(0).optional(),
  terms: offeredTerms,
  note: reasonInput,
  onBehalfOf: z.string().nullish(),
})
export type Offer = z.output<typeof offerInput>

/** The whole terms that an offer stands for. A day to end on takes the place of a length that counts from the approval, and
 *  the other way round. */
export function applyOffer(asked: GrantTerms, offered: OfferedTerms): GrantTerms {
  const over = Object.fromEntries(Object.entries(offered).filter(([, value]) => value !== undefined))
  const end = offered.expiresAt && !offered.durationSeconds ? { durationSeconds: null } : {}
  const length = offered.durationSeconds ? { expiresAt: null } : {}
  return grantTerms.parse({ ...asked, ...end, ...length, ...over })
}

/** Whether an offer gives no more than was asked, be it at another time: it may start later, and then end later too, but
 *  not stand longer. Other hours only where they are some of those asked, or any hour was. */
export function isOfferable(asked: GrantTerms, offer: GrantTerms, now: Date): boolean {
  const [askedStands, offeredStands] = [standsSeconds(asked, now), standsSeconds(offer, now)]
  const isShorter = askedStands === null || (offeredStands !== null && offeredStands <= askedStands)
  const anyTime = { startsAt: null, expiresAt: null, durationSeconds: null }
  return isShorter && isWithin({ ...asked, ...anyTime }, offer, now)
}

/** A session on narrower terms: fewer of the permissions, for a shorter life. Null where an offer would give more, or
 *  nothing. */
export function narrowSession(
  asked: AskedSession,
  { targets, maxSessionTtlSeconds }: OfferedTerms,
): AskedSession | null {
  const permissions = targets ? [...new Set(targets.flatMap((target) => target.permissions))] : asked.permissions
  const ttlSeconds = maxSessionTtlSeconds ?? asked.ttlSeconds
  const isNarrower = permissions.every((permission) => asked.permissions.includes(permission))
  if (permissions.length === 0 || !isNarrower || ttlSeconds > asked.ttlSeconds) return null
  return { ...asked, permissions, ttlSeconds }
}
