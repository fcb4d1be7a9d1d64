import type { IdentityKind } from '@/lib/domain/identity'
import { canTransition, type GrantStatus } from '@/lib/domain/life'
import type { Tier } from '@/lib/domain/limits'
import type { Severity } from '@/lib/domain/session-row'

/** An identity as other nouns name it. `hasLeft` says that it departed. */
export type IdentityName = { id: string; name: string; kind: IdentityKind; hasLeft: boolean }

/** One grant as lists show it. Ids are public. Null means not known or not set, never 0: `breadth` when its permissions
 *  are unknown, `limit` when nothing says how long its sessions may last, `expiresAt` when it never ends. */
export type GrantRow = {
  id: string
  name: string
  origin: 'managed' | 'observed'
  status: GrantStatus
  principal: IdentityName
  actor: IdentityName
  owner: IdentityName | null
  systems: { id: string; name: string }[]
  tier: Tier
  breadth: number | null
  usedBreadth: number | null
  limit: number | null
  unusedShare: number | null
  permissionsKnown: boolean
  maxSessionTtlSeconds: number | null
  expiresAt: Date | null
  lastUsedAt: Date | null
  liveSessions: number
  findings: Partial<Record<Severity, number>>
}

type Standing = Pick<GrantRow, 'origin' | 'status' | 'liveSessions'>

/** Whether revoking would end anything: a managed grant that is not over, or an observed one with live sessions. */
export function canRevokeGrant({ origin, status, liveSessions }: Standing): boolean {
  return origin === 'managed' ? canTransition('grant', status, 'revoked') : liveSessions > 0
}

/** Whether Remit can hold it: it must issue the sessions under it. */
export function canSuspendGrant({ origin, status }: Omit<Standing, 'liveSessions'>): boolean {
  return origin === 'managed' && canTransition('grant', status, 'suspended')
}

export function canResumeGrant({ origin, status }: Omit<Standing, 'liveSessions'>): boolean {
  return origin === 'managed' && status === 'suspended'
}
