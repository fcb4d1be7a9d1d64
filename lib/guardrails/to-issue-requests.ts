import { nameOfTarget } from '@/lib/domain/allowed-details'
import { namesOf } from '@/lib/domain/authorization-details'
import type { GuardrailRequest } from '@/lib/domain/guardrail'
import type { IssuableGrant, IssuableParty, IssuableTarget, Terms } from '@/lib/domain/issuance'
import type { AccessLevel } from '@/lib/domain/permission'
import { hourAndWeekday } from '@/lib/domain/window'
import { toPublicId } from '@/lib/id'

/** A session that is about to be issued, as guardrails see it. `levels`: of its permissions on each of `terms.systemIds`, in
 *  that order; `groupsOf` by the UUID of an identity. */
export type GuardedSession = {
  grant: IssuableGrant
  terms: Terms
  breadth: number
  levels: readonly (readonly AccessLevel[])[]
  groupsOf: ReadonlyMap<string, readonly string[]>
  clientName: string
  ticket: string | null
  purpose: string | null
  now: Date
}

function toIdentity({ id, kind, name, isThirdParty }: IssuableParty, { groupsOf }: GuardedSession) {
  return { id: toPublicId('identity', id), kind, name, isThirdParty, groups: [...(groupsOf.get(id) ?? [])] }
}

function toSystem({ systemKey, systemName, systemKind, tier, environment }: IssuableTarget) {
  return { key: systemKey, name: systemName, tier, environment, kind: systemKind }
}

function namesAt({ authorizationDetails }: Terms, target: IssuableTarget, type: 'tenant_access' | 'resource_access') {
  const name = nameOfTarget(target)
  const here = authorizationDetails.filter(
    ({ type: is, locations }) => is === type && (locations === undefined || locations.includes(name)),
  )
  return [...new Set(here.flatMap(namesOf))]
}

/** The question to guardrails for each system of a session. */
export function toIssueRequests(session: GuardedSession): GuardrailRequest[] {
  const { grant, terms, breadth, levels, clientName, ticket, purpose, now } = session
  const common = {
    action: 'issue' as const,
    principal: toIdentity(grant.principal, session),
    actor: toIdentity(grant.actor, session),
    permissions: terms.permissions,
    breadth,
    ttlSeconds: Math.max(0, Math.round((terms.expiresAt.getTime() - now.getTime()) / 1000)),
    isPermanent: false,
    chainDepth: terms.depth,
    requester: { kind: 'client' as const, name: clientName, groups: [] },
    ...(ticket && { ticket }),
    ...(purpose && { purpose }),
    ...hourAndWeekday(now, grant.timeZone),
  }
  return terms.systemIds.map((id, index) => {
    const target = grant.targets.find(({ systemId }) => systemId === id)
    if (!target) throw new Error('a session is on systems of its grant')
    const names = {
      tenants: namesAt(terms, target, 'tenant_access'),
      resources: namesAt(terms, target, 'resource_access'),
    }
    return { ...common, ...names, system: toSystem(target), accessLevels: [...(levels[index] ?? [])] }
  })
}
