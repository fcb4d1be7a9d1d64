import {
  DEFAULT_THRESHOLDS,
  type DetectionPolicy,
  type GrantFacts,
  type Party,
  type SessionFacts,
} from '@/lib/domain/detection'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { at } from '@/tests/support/clock'

export const POLICY: DetectionPolicy = { ...DEFAULT_THRESHOLDS, limits: DEFAULT_LIMITS }

export const party = (name: string, departedAt: Date | null = null): Party => ({
  id: name,
  name,
  status: departedAt ? 'departed' : 'active',
  departedAt,
})

const common = {
  id: '01a20846-fe00-7d77-b098-20a372ade30a',
  name: 'Answer cases',
  origin: 'managed',
  principal: party('Ines'),
  actor: party('support-agent'),
  owner: party('Support'),
  systemId: '01a20846-fe00-7d77-b098-20a372ade30b',
  systemName: 'ticketing',
  tier: 2,
  lastUsedAt: at('-1h'),
  breadth: 10,
  usedBreadth: 10,
  grantedCount: 4,
  usedCount: 4,
  unusedShare: 0,
} as const

/** A grant that no detector has anything to say about, but for what is given. */
export const grantFacts = (over: Partial<GrantFacts> = {}): GrantFacts => ({
  ...common,
  kind: 'grant',
  status: 'active',
  startsAt: at('-30d'),
  expiresAt: at('+30d'),
  maxSessionTtlSeconds: 3600,
  ...over,
})

/** The same of a session. */
export const sessionFacts = (over: Partial<SessionFacts> = {}): SessionFacts => ({
  ...common,
  kind: 'session',
  status: 'active',
  issuedAt: at('-30m'),
  expiresAt: at('+30m'),
  isExpiryKnown: true,
  grantId: null,
  ...over,
})
