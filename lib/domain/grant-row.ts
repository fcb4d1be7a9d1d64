import type { IdentityKind } from '@/lib/domain/identity'
import type { GrantStatus } from '@/lib/domain/life'
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
