import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { Environment, IdentityKind, SystemKind } from '@/lib/domain/identity'
import { toCase } from '@/lib/domain/issuance-case'
import { ISSUANCE_CHECKS } from '@/lib/domain/issuance-checks'
import type { GrantStatus, IdentityStatus, SessionStatus } from '@/lib/domain/life'
import { type Limits, longestLifetimeSeconds, type Tier } from '@/lib/domain/limits'
import type { GrantWindow } from '@/lib/domain/window'

/** What a grant allows on one system. `resources` and `tenants` empty = not limited to any. */
export type IssuableTarget = {
  systemId: string
  systemKey: string
  systemName: string
  systemKind: SystemKind
  environment: Environment
  resourceUri: string | null
  tier: Tier
  permissions: readonly string[]
  resources: readonly string[]
  tenants: readonly string[]
}

export type IssuableParty = {
  id: string
  name: string
  status: IdentityStatus
  kind: IdentityKind
  isThirdParty: boolean
}

/** What is known of a managed grant when a session is asked for under it. Ids are UUIDs; null = not bounded.
 *  `liveSessions` is counted where their number is bounded, else 0; `limits` and `timeZone` are the organisation's, and
 *  `guardrailsId` the version of its guardrails that holds at this moment (UUID); null = it has none. */
export type IssuableGrant = {
  id: string
  orgId: string
  name: string
  status: GrantStatus
  startsAt: Date
  expiresAt: Date | null
  maxSessionTtlSeconds: number | null
  maxChainDepth: number | null
  maxConcurrentSessions: number | null
  requiresSessionApproval: boolean
  requiresDpop: boolean
  idleTimeoutSeconds: number | null
  purpose: string | null
  ticket: string | null
  windows: readonly GrantWindow[]
  targets: readonly IssuableTarget[]
  principal: IssuableParty
  actor: IssuableParty
  liveSessions: number
  limits: Limits
  timeZone: string
  guardrailsId: string | null
}

/** The delegated session whose token is exchanged: nothing below it is ever more than it. `status` is what holds at this
 *  moment (a lock that is over is none); `actorIds` are those of its whole chain, its own first; `maxChainDepth` is the least
 *  that a grant of the chain sets. */
export type ParentSession = {
  id: string
  status: SessionStatus
  principalId: string
  depth: number
  expiresAt: Date | null
  systemIds: readonly string[]
  permissions: readonly string[]
  authorizationDetails: readonly AuthorizationDetail[]
  actorIds: readonly string[]
  maxChainDepth: number | null
}

/** A session as asked for, with what else bounds it. Ids are UUIDs.
 *  `systemIds` [] = the only one the grant has. `permissions` null = all that grant, client, subject and parent have in
 *  common. `ttlSeconds` null = as long as allowed. `clientScopes` [] = the client has no maximum. `subject` is the token
 *  of another issuer that was exchanged; its `scopes` null = it says nothing about scope. `maxLifetimeSeconds` is policy's
 *  (see `policyLifetimeSeconds`). */
export type Wish = {
  systemIds: readonly string[]
  permissions: readonly string[] | null
  ttlSeconds: number | null
  authorizationDetails: readonly AuthorizationDetail[] | null
  clientScopes: readonly string[]
  subject: { expiresAt: Date | null; scopes: readonly string[] | null } | null
  parent: ParentSession | null
  isDpopBound: boolean
  isApproved: boolean
  liveSessions: number
  maxLifetimeSeconds: number | null
}

/** One bound held against a wish. `message` says how it stands, and where it refuses, what would pass. */
export type Check = {
  code: string
  title: string
  verdict: 'passes' | 'refuses' | 'does-not-apply'
  message: string
}

/** Why a session is refused: a stable code and what would pass. */
export type Refusal = { code: string; message: string }

/** What a session gets. Whole seconds, so that token and row end together; `endsWith` names the bound that ends it;
 *  `depth` counts how often authority was handed on. */
export type Terms = {
  systemIds: string[]
  permissions: string[]
  expiresAt: Date
  endsWith: 'wish' | 'subject' | 'parent' | 'grant' | 'policy' | 'window'
  authorizationDetails: AuthorizationDetail[]
  depth: number
}

/** `terms` stand exactly where nothing refuses. */
export type IssuanceDecision = { checks: Check[]; refusals: Refusal[]; terms: Terms | null }

/** The longest that policy lets any session on these systems of the grant live, in seconds; [] = on all of them. */
export function policyLifetimeSeconds(grant: IssuableGrant, systemIds: readonly string[]): number | null {
  const chosen = grant.targets.filter(({ systemId }) => systemIds.length === 0 || systemIds.includes(systemId))
  if (chosen.length === 0) return null
  return Math.min(...chosen.map(({ tier }) => longestLifetimeSeconds(grant.limits, tier)))
}

const APPROVAL = { code: 'needs-approval', title: 'Approved by a person' } as const

/** The last question, put only once nothing else stands in the way: nobody is asked about what cannot be. */
function holdApproval(grant: IssuableGrant, wish: Wish, isRefused: boolean): Check {
  if (!grant.requiresSessionApproval) {
    return { ...APPROVAL, verdict: 'does-not-apply', message: 'Sessions under this grant need no approval.' }
  }
  if (wish.isApproved) return { ...APPROVAL, verdict: 'passes', message: 'This session was approved.' }
  if (isRefused) return { ...APPROVAL, verdict: 'does-not-apply', message: 'Asked for only once nothing else refuses.' }
  return { ...APPROVAL, verdict: 'refuses', message: 'A person has to approve each session under this grant.' }
}

/** Holds a wish against every bound of its grant. Nothing outside a bound is ever dropped silently: it is refused. What a
 *  session that needs approval would get is told by asking again with `isApproved`. */
export function decideIssuance(grant: IssuableGrant, wish: Wish, now: Date): IssuanceDecision {
  const of = toCase(grant, wish, now)
  const bounds = ISSUANCE_CHECKS.map(({ code, title, hold }): Check => ({ code, title, ...hold(of) }))
  const isBarred = bounds.some(({ verdict }) => verdict === 'refuses')
  const checks = [...bounds, holdApproval(grant, wish, isBarred)]
  const refusals = checks.filter(({ verdict }) => verdict === 'refuses').map(({ code, message }) => ({ code, message }))
  const { end, targets, permissions, details } = of
  if (refusals.length > 0 || !end) return { checks, refusals, terms: null }
  const systemIds = targets.map(({ systemId }) => systemId)
  const common = { systemIds, permissions: [...permissions], authorizationDetails: details.details }
  return { checks, refusals, terms: { ...common, expiresAt: end.at, endsWith: end.endsWith, depth: of.depth } }
}
