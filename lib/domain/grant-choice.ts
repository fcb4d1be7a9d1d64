import type { IssuableGrant } from '@/lib/domain/issuance'

/** A system as a request names it: `resource` by its URI, `audience` by its key or URI (RFC 8693 §2.1, RFC 8707 §2). */
export type NamedTarget = { by: 'resource' | 'audience'; name: string }

export type GrantWish = { targets: readonly NamedTarget[]; permissions: readonly string[] | null }

/** The one grant that is meant, with the systems that were named; or several that all fit; or none, and what it lacks. */
export type GrantChoice =
  | { verdict: 'one'; grant: IssuableGrant; systemIds: string[] }
  | { verdict: 'several'; grants: IssuableGrant[] }
  | { verdict: 'none'; lacks: 'grant' | 'target' | 'permission' }

type Weighed = { grant: IssuableGrant; systemIds: string[]; isLive: boolean; isOnTarget: boolean; isWhole: boolean }

/** The systems of a grant that a name stands for: more than one where they share a URI. */
function systemsNamed(grant: IssuableGrant, { by, name }: NamedTarget): string[] {
  const named = grant.targets.filter(
    ({ resourceUri, systemKey }) => resourceUri === name || (by === 'audience' && systemKey === name),
  )
  return named.map(({ systemId }) => systemId)
}

function isLive({ status, startsAt, expiresAt }: IssuableGrant, now: Date): boolean {
  return status === 'active' && startsAt <= now && (expiresAt === null || expiresAt > now)
}

/** A request that names no system can only mean a grant that has one. */
function weigh(grant: IssuableGrant, { targets, permissions }: GrantWish, now: Date): Weighed {
  const named = targets.map((target) => systemsNamed(grant, target))
  const systemIds = [...new Set(named.flat())]
  const isOnTarget = targets.length === 0 ? grant.targets.length === 1 : named.every((ids) => ids.length > 0)
  const chosen = grant.targets.filter(({ systemId }) => targets.length === 0 || systemIds.includes(systemId))
  const holds = (key: string) => chosen.every((target) => target.permissions.includes(key))
  const isWhole = isOnTarget && (permissions ?? []).every(holds)
  return { grant, systemIds, isLive: isLive(grant, now), isOnTarget, isWhole }
}

/** Which of an actor's grants a request means: the only live one that covers what it names. Where none does but one comes
 *  nearest, it is that one, whose bounds then tell why not. */
export function chooseGrant(grants: readonly IssuableGrant[], wish: GrantWish, now: Date): GrantChoice {
  const all = grants.map((grant) => weigh(grant, wish, now))
  const live = all.filter((each) => each.isLive)
  const near = [
    live.filter(({ isWhole }) => isWhole),
    live.filter(({ isOnTarget }) => isOnTarget),
    all.filter(({ isOnTarget }) => isOnTarget),
    wish.targets.length === 0 ? live : [],
    wish.targets.length === 0 ? all : [],
  ]
  const [first, ...others] = near.find((each) => each.length > 0) ?? []
  if (!first) return { verdict: 'none', lacks: all.length > 0 ? 'target' : 'grant' }
  if (others.length === 0) return { verdict: 'one', grant: first.grant, systemIds: first.systemIds }
  if (first.isLive && first.isWhole) return { verdict: 'several', grants: [first, ...others].map(({ grant }) => grant) }
  if (!first.isLive) return { verdict: 'none', lacks: 'grant' }
  return { verdict: 'none', lacks: first.isOnTarget ? 'permission' : 'target' }
}
