import { listRevocable, orderRevocation } from '@/lib/commands/order-revocation'
import { mutateIfNeeded, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { effectiveStatus } from '@/lib/domain/delegated-session'
import { notFound } from '@/lib/domain/error'
import { canTransition, type SessionStatus } from '@/lib/domain/life'

const REASON = 'Its client ended the session that it came from.'

async function descendantsOf(tx: Tx, ctx: Context, id: string): Promise<string[]> {
  const family = await listRevocable(tx, ctx, [id])
  return family.map((session) => session.id).filter((each) => each !== id)
}

/** A client gives back a session of its own, by UUID: it is completed, and what came of it falls with it, in one
 *  transaction. False where it was over already. @throws DomainError `not_found` also for another client's */
export async function completeSession(ctx: Context, { sessionId: id }: { sessionId: string }): Promise<boolean> {
  authorize(ctx, 'complete-session')
  const { orgId, now } = ctx
  const completed = await mutateIfNeeded(ctx, async (tx) => {
    const session = await tx.delegatedSession.findUnique({ where: { orgId_id: { orgId, id } } })
    if (session?.origin !== 'managed') throw notFound('session')
    if (ctx.actor.kind === 'client' && session.clientId !== ctx.actor.clientId) throw notFound('session')
    const status = session.status as SessionStatus
    const isOver = effectiveStatus({ ...session, status }, now) === 'expired'
    if (isOver || !canTransition('session', status, 'completed')) return null
    const ended = { status: 'completed', endedAt: now, endedBy: 'client', lockedUntil: null }
    await tx.delegatedSession.update({ where: { orgId_id: { orgId, id } }, data: ended })
    const order = await orderRevocation(tx, ctx, {
      scope: 'session',
      scopeId: id,
      selectedIds: await descendantsOf(tx, ctx, id),
      reason: REASON,
      keepChildrenUnderAnotherGrant: false,
    })
    const subject = { subjectKind: 'session', subjectId: id, subjectName: session.name } as const
    const event = { action: 'session.completed', ...subject, data: { endedBy: 'client' } } as const
    return { result: true, events: [event, ...(order?.events ?? [])], jobs: order?.jobs ?? [] }
  })
  return completed ?? false
}
