import type { IdentityName } from '@/lib/domain/grant-row'
import type { ConsentStatus, GrantStatus } from '@/lib/domain/life'
import type { SessionRow } from '@/lib/domain/session-row'

/** A grant in the reader's name. `consentId`: what they agreed to and can take back. */
export type OwnGrant = {
  id: string
  name: string
  origin: 'managed' | 'observed'
  status: GrantStatus
  actor: IdentityName
  systems: string[]
  breadth: number | null
  usedBreadth: number | null
  expiresAt: Date | null
  lastUsedAt: Date | null
  liveSessions: number
  canEnd: boolean
}

/** What the reader agreed to, or was agreed for them by a policy. */
export type OwnConsent = {
  id: string
  status: ConsentStatus
  basis: 'person' | 'policy'
  basisName: string
  askedAt: Date
  answeredAt: Date | null
  withdrawnAt: Date | null
  approvalId: string | null
  grant: { id: string; name: string; stands: boolean }
  actor: IdentityName
}

/** One thing that was done in the reader's name, latest first: a permission within one session. */
export type OwnDoing = {
  at: Date
  sessionId: string
  actor: string
  system: string
  permission: string
  allowed: number
  denied: number
}

/** Everything in the name of whoever reads. `identities` empty: they are nobody who could be acted for. */
export type OwnAccess = {
  identities: { id: string; name: string }[]
  grants: OwnGrant[]
  sessions: SessionRow[]
  consents: OwnConsent[]
  doings: OwnDoing[]
}
