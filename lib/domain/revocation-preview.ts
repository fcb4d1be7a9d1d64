import { type Fate, type LeftOut, planRevocation, type RevocableSession } from '@/lib/domain/revocation'
import type { NamedIdentity } from '@/lib/domain/session-row'

/** A session as the dialog that asks before a revocation names it. Ids are public. `connector` is who would be asked to
 *  end it, where one can; `otherGrants` are active grants of the same actor on the same system that stay. */
export type PreviewSession = RevocableSession & {
  actor: NamedIdentity
  principal: NamedIdentity
  system: { id: string; name: string }
  connector: string | null
  expiryKnown: boolean
  lastUsedAt: Date | null
  isGrantManaged: boolean
  otherGrants: { id: string; name: string }[]
}

/** One line of what falls. `effect` null: left out, `reason` says why. */
export type PreviewNode = Pick<
  PreviewSession,
  'id' | 'actor' | 'principal' | 'lastUsedAt' | 'expiresAt' | 'expiryKnown'
> & {
  effect: Fate['effect'] | null
  reason: LeftOut['reason'] | null
  otherGrants: PreviewSession['otherGrants']
  children: PreviewNode[]
}

/** What an order would do, counted. `latestEnd` is the last known moment at which something may still work; `endless`
 *  counts what never ends by itself and `endUnknown` what nobody knows the end of. */
export type RevocationOutcome = {
  selected: number
  children: number
  endsNow: number
  awaiting: { name: string; count: number }[]
  unrecallable: { name: string; count: number }[]
  latestEnd: Date | null
  endless: number
  endUnknown: number
  keepsAccess: number
  leftOut: Record<LeftOut['reason'], number>
  managedGrants: number
  observedGrants: number
  tree: PreviewNode[]
}

/** What the dialog shows: what falls with all children, and with those children spared that hold a grant of their own.
 *  `now` is when this was foretold; `grant` stands for all that are to end, managed if one of them is. */
export type RevocationPreview = {
  asked: number
  grant: { name: string; isManaged: boolean; count: number } | null
  reason: string
  findingId: string | null
  now: Date
  cutAll: RevocationOutcome
  keepChildren: RevocationOutcome
}

function countBy(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
}

type Told = { fates: Map<string, Fate>; leftOut: Map<string, LeftOut['reason']> }

const byLastUse = (a: PreviewNode, b: PreviewNode) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0)

function treeOf(sessions: readonly PreviewSession[], { fates, leftOut }: Told): PreviewNode[] {
  const told = sessions.filter(({ id }) => fates.has(id) || leftOut.get(id) === 'kept-under-its-own-grant')
  const ids = new Set(told.map(({ id }) => id))
  const nodesUnder = (parentId: string | null): PreviewNode[] =>
    told
      .filter((each) => (parentId === null ? !each.parentId || !ids.has(each.parentId) : each.parentId === parentId))
      .map(({ id, actor, principal, lastUsedAt, expiresAt, expiryKnown, otherGrants }) => ({
        ...{ id, actor, principal, lastUsedAt, expiresAt, expiryKnown, otherGrants },
        effect: fates.get(id)?.effect ?? null,
        reason: leftOut.get(id) ?? null,
        children: nodesUnder(id),
      }))
      .sort(byLastUse)
  return nodesUnder(null)
}

function endsOf(lingering: readonly PreviewSession[]) {
  const moments = lingering.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt.getTime()] : []))
  return {
    latestEnd: moments.length > 0 ? new Date(Math.max(...moments)) : null,
    endless: lingering.filter(({ expiresAt, expiryKnown }) => !expiresAt && expiryKnown).length,
    endUnknown: lingering.filter(({ expiresAt, expiryKnown }) => !expiresAt && !expiryKnown).length,
  }
}

function countGrants(falling: readonly PreviewSession[], isManaged: boolean): number {
  const grants = falling.filter((each) => each.isGrantManaged === isManaged && each.isGrantActive)
  return new Set(grants.map(({ grantId }) => grantId)).size
}

/** Foretells an order with the plan the order itself follows, so that the dialog cannot promise anything else. */
export function foretell(
  sessions: readonly PreviewSession[],
  order: { selectedIds: readonly string[]; keepChildrenUnderAnotherGrant: boolean; now: Date },
): RevocationOutcome {
  const plan = planRevocation(sessions, order)
  const fates = new Map(plan.fates.map((fate) => [fate.sessionId, fate]))
  const leftOut = new Map(plan.leftOut.map((left) => [left.sessionId, left.reason]))
  const falling = sessions.filter(({ id }) => fates.has(id))
  const withEffect = (effect: Fate['effect']) => falling.filter(({ id }) => fates.get(id)?.effect === effect)
  const selected = plan.fates.filter((fate) => fate.isSelected).length
  const awaiting = withEffect('ends-when-confirmed')
  const unrecallable = withEffect('ends-at-expiry')
  const left = (reason: LeftOut['reason']) => plan.leftOut.filter((each) => each.reason === reason).length
  const kept = left('kept-under-its-own-grant')
  return {
    selected,
    children: plan.fates.length - selected,
    endsNow: withEffect('ends-now').length,
    awaiting: countBy(awaiting.map(({ connector, system }) => connector ?? system.name)),
    unrecallable: countBy(unrecallable.map(({ system }) => system.name)),
    ...endsOf([...awaiting, ...unrecallable]),
    keepsAccess: kept + falling.filter(({ otherGrants }) => otherGrants.length > 0).length,
    leftOut: {
      'already-ended': left('already-ended'),
      'already-revoking': left('already-revoking'),
      'kept-under-its-own-grant': kept,
    },
    managedGrants: countGrants(falling, true),
    observedGrants: countGrants(falling, false),
    tree: treeOf(sessions, { fates, leftOut }),
  }
}
