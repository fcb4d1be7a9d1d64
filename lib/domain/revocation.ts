import { canRevoke, effectiveStatus } from '@/lib/domain/delegated-session'
import type { SessionStatus } from '@/lib/domain/life'

/** What must be known of a delegated session to say how it ends. Ids are opaque here. */
export type RevocableSession = {
  id: string
  parentId: string | null
  grantId: string | null
  status: SessionStatus
  expiresAt: Date | null
  lockedUntil: Date | null
  origin: 'managed' | 'observed'
  connectorCanRevoke: boolean
  isGrantActive: boolean
}

/** How one session ends: at once because Remit itself answers for it; when its connector confirms; or, where nothing can
 *  recall the credentials, only when they expire (`mayWorkUntil` null = never). */
export type Fate = {
  sessionId: string
  effect: 'ends-now' | 'ends-when-confirmed' | 'ends-at-expiry'
  to: Extract<SessionStatus, 'revoked' | 'revoking'>
  mayWorkUntil: Date | null
  isSelected: boolean
}

/** Why a session is not touched by an order. */
export type LeftOut = { sessionId: string; reason: 'already-ended' | 'already-revoking' | 'kept-under-its-own-grant' }

export type RevocationPlan = { fates: Fate[]; leftOut: LeftOut[] }

type Order = { selectedIds: readonly string[]; keepChildrenUnderAnotherGrant: boolean; now: Date }

function fateOf(session: RevocableSession, isSelected: boolean): Fate {
  const common = { sessionId: session.id, isSelected }
  if (session.origin === 'managed') return { ...common, effect: 'ends-now', to: 'revoked', mayWorkUntil: null }
  const effect = session.connectorCanRevoke ? 'ends-when-confirmed' : 'ends-at-expiry'
  return { ...common, effect, to: 'revoking', mayWorkUntil: session.expiresAt }
}

function isKept(child: RevocableSession, parent: RevocableSession, order: Order): boolean {
  const hasOwnGrant = child.grantId !== null && child.grantId !== parent.grantId && child.isGrantActive
  return order.keepChildrenUnderAnotherGrant && hasOwnGrant
}

/** Who falls when these sessions are revoked, and how. `sessions` holds the selected ones and all their descendants.
 *  Children fall with their parent (RFC 8693 §2.1 links nothing by itself, so Remit does), parents first. A selected
 *  session that is over already ends nothing; a descendant that is over still passes the order on to its children, so
 *  that to select more never ends less. */
export function planRevocation(sessions: readonly RevocableSession[], order: Order): RevocationPlan {
  const plan: RevocationPlan = { fates: [], leftOut: [] }
  const selected = new Set(order.selectedIds)
  const childrenOf = groupByParent(sessions)
  const seen = new Set<string>()
  const visit = (session: RevocableSession): void => {
    if (seen.has(session.id)) return
    seen.add(session.id)
    const falls = canRevoke(session, order.now)
    if (falls) plan.fates.push(fateOf(session, selected.has(session.id)))
    else plan.leftOut.push({ sessionId: session.id, reason: reasonLeftOut(session, order.now) })
    for (const child of childrenOf.get(session.id) ?? []) {
      if (selected.has(child.id) || !isKept(child, session, order)) visit(child)
      else plan.leftOut.push({ sessionId: child.id, reason: 'kept-under-its-own-grant' })
    }
  }
  const chosen = sessions.filter((session) => selected.has(session.id))
  for (const session of chosen) if (canRevoke(session, order.now)) visit(session)
  for (const session of chosen) {
    if (!seen.has(session.id)) plan.leftOut.push({ sessionId: session.id, reason: reasonLeftOut(session, order.now) })
  }
  return plan
}

function groupByParent(sessions: readonly RevocableSession[]): Map<string, RevocableSession[]> {
  const groups = new Map<string, RevocableSession[]>()
  for (const session of sessions) {
    if (session.parentId === null) continue
    groups.set(session.parentId, [...(groups.get(session.parentId) ?? []), session])
  }
  return groups
}

function reasonLeftOut(session: RevocableSession, now: Date): LeftOut['reason'] {
  return effectiveStatus(session, now) === 'revoking' ? 'already-revoking' : 'already-ended'
}

/** The latest moment at which any of these may still work: null = never ends by itself, undefined = all end now. */
export function latestEnd(fates: readonly Fate[]): Date | null | undefined {
  const lingering = fates.filter((fate) => fate.effect !== 'ends-now')
  if (lingering.length === 0) return undefined
  if (lingering.some((fate) => fate.mayWorkUntil === null)) return null
  return new Date(Math.max(...lingering.map((fate) => fate.mayWorkUntil?.getTime() ?? 0)))
}
