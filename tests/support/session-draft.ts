import type { SessionDraft } from '@/lib/commands/commit-session'
import type { IssuableGrant } from '@/lib/domain/issuance'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { newId } from '@/lib/id'
import { at, NOW } from '@/tests/support/clock'

type Ids = { orgId: string; grantId: string; principalId: string; actorId: string; systemId: string }

/** A managed grant as it is read when somebody asks for a session under it, but for what is given. Ids are UUIDs. */
export function issuableGrant(
  { orgId, grantId, principalId, actorId, systemId }: Ids,
  over: Partial<IssuableGrant> = {},
) {
  const party = { name: 'somebody', status: 'active', kind: 'agent', isThirdParty: false } as const
  const target = {
    systemKey: 'x',
    systemName: 'X',
    systemKind: 'api',
    environment: 'production',
    resourceUri: null,
    tier: 2,
    permissions: ['case:read'],
    resources: [],
    tenants: [],
  } as const
  const grant: IssuableGrant = {
    ...{ id: grantId, orgId, name: 'Answer cases', status: 'active', startsAt: NOW, expiresAt: at('+1d') },
    ...{ maxSessionTtlSeconds: 3600, maxChainDepth: 1, maxConcurrentSessions: null, idleTimeoutSeconds: null },
    ...{ requiresSessionApproval: false, requiresDpop: false, purpose: null, ticket: null, windows: [] },
    targets: [{ ...target, systemId }],
    principal: { id: principalId, ...party },
    actor: { id: actorId, ...party },
    liveSessions: 0,
    limits: DEFAULT_LIMITS,
    timeZone: 'UTC',
    guardrailsId: null,
  }
  return { ...grant, ...over }
}

/** A session under a grant on its first system for an hour, about to be committed. */
export function sessionDraft(grant: IssuableGrant, over: Partial<SessionDraft> = {}): SessionDraft {
  const { systemId = '', permissions = [] } = grant.targets[0] ?? {}
  const end = { expiresAt: at('+1h'), endsWith: 'wish' } as const
  return {
    id: newId(NOW),
    grant,
    terms: { systemIds: [systemId], permissions: [...permissions], authorizationDetails: [], depth: 0, ...end },
    ...{ parentId: null, clientId: null, approvalId: null, method: 'token-exchange' },
    ...{ tokenSha256: null, tokenClaims: null, tokenKid: null, statusNumber: null },
    ...{ purpose: null, ticket: null, sourceAddress: null },
    ...over,
  }
}
