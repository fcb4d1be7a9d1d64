import type { GrantStatus } from '@/lib/domain/life'

/** What can be asked about a grant, or done to it, besides ending it. */
export const GRANT_CHANGES = ['extend', 'widen', 'narrow', 'renew', 'again'] as const
export type GrantDeed = (typeof GRANT_CHANGES)[number]

/** `hasBegun`: it was in force once; `hasOpenChange`: something is asked about it already. */
export type ChangeableGrant = {
  origin: 'managed' | 'observed'
  status: GrantStatus
  expiresAt: Date | null
  hasBegun: boolean
  hasOpenChange: boolean
  isBreakGlass: boolean
}

/** What is possible now: terms of what stands change, what ends or has ended is renewed, what never began is asked for again.
 *  An emergency is over when it is over. */
export function changesOf(grant: ChangeableGrant): GrantDeed[] {
  const { origin, status, expiresAt, hasBegun, hasOpenChange, isBreakGlass } = grant
  if (origin === 'observed' || status === 'pending' || status === 'draft') return []
  const stands = status === 'active' || status === 'suspended'
  if (!stands) return isBreakGlass ? [] : [hasBegun ? 'renew' : 'again']
  if (isBreakGlass) return ['narrow']
  const asked: GrantDeed[] = hasOpenChange ? [] : expiresAt === null ? ['widen'] : ['extend', 'widen']
  return [...asked, 'narrow', ...(expiresAt === null ? [] : (['renew'] as const))]
}
