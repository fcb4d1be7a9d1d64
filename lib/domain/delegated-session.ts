import { canTransition, type SessionStatus } from '@/lib/domain/life'

/** Statuses in which a session may still be used or is not over yet. */
export const LIVE_STATUSES = ['scheduled', 'active', 'locked', 'revoking'] as const satisfies readonly SessionStatus[]

type Life = { status: SessionStatus; expiresAt: Date | null; lockedUntil?: Date | null }

/** Expiry needs no job: what is past its end is expired, whatever the row still says; a lock that ran out is no lock. */
export function effectiveStatus(session: Life, now: Date): SessionStatus {
  const isLive = (LIVE_STATUSES as readonly string[]).includes(session.status)
  if (!isLive) return session.status
  if (session.expiresAt !== null && session.expiresAt <= now) return 'expired'
  if (session.status === 'locked' && session.lockedUntil && session.lockedUntil <= now) return 'active'
  return session.status
}

export function isLive(session: Life, now: Date): boolean {
  return (LIVE_STATUSES as readonly string[]).includes(effectiveStatus(session, now))
}

/** Whether a revocation may be ordered: live, and not being revoked already. */
export function canRevoke(session: Life, now: Date): boolean {
  return canTransition('session', effectiveStatus(session, now), 'revoking')
}

export function canLock(session: Life, now: Date): boolean {
  return canTransition('session', effectiveStatus(session, now), 'locked')
}

/** Seconds from issue to expiry; null when it never expires. */
export function lifetimeSeconds(session: { issuedAt: Date; expiresAt: Date | null }): number | null {
  if (session.expiresAt === null) return null
  return Math.max(0, Math.round((session.expiresAt.getTime() - session.issuedAt.getTime()) / 1000))
}
