import type { IdentityKind } from '@/lib/domain/identity'
import type { SessionStatus } from '@/lib/domain/life'

export type NamedIdentity = { id: string; name: string; kind: IdentityKind }
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/** One delegated session as lists show it. Ids are public. What is not known is null and never 0:
 *  `expiresAt` null means never when `expiryKnown`, else not known; so does `lifetimeSeconds`. */
export type SessionRow = {
  id: string
  actor: NamedIdentity
  principal: NamedIdentity
  system: { id: string; name: string; tier: number }
  grant: { id: string; name: string } | null
  owner: { id: string; name: string; hasLeft: boolean } | null
  status: SessionStatus
  origin: 'managed' | 'observed'
  source: string | null
  issuanceSeen: boolean
  breadth: number | null
  breadthLimit: number | null
  usedBreadth: number | null
  unusedShare: number | null
  isOverLimit: boolean
  lifetimeSeconds: number | null
  issuedAt: Date
  expiresAt: Date | null
  expiryKnown: boolean
  endedAt: Date | null
  lastUsedAt: Date | null
  findings: Partial<Record<Severity, number>>
  canRevoke: boolean
  canLock: boolean
}
