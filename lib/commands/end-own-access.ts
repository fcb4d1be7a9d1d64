import { z } from 'zod'
import { endGrant } from '@/lib/commands/end-grant'
import { type OrderedRevocation, orderRevocation } from '@/lib/commands/order-revocation'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { mutate, type Tx } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** A grant or a delegated session, one of the two. */
export const endOwnAccessInput = z
  .object({ grantId: z.string().optional(), sessionId: z.string().optional(), reason: reasonInput })
  .refine(({ grantId, sessionId }) => (grantId === undefined) !== (sessionId === undefined), {
    message: 'Name a grant or a session.',
    path: ['grantId'],
  })

type Ended = { order: OrderedRevocation | null; events: AuditEventDraft[]; jobs: JobDraft[] }
type Parties = { principalId: string; actorId: string }

/** Theirs: done in their name, or by themselves. */
async function checkOwn(tx: Tx, ctx: Context, parties: Parties | null, what: string): Promise<void> {
  if (!parties) throw notFound(what)
  if (ctx.actor.kind === 'system') return
  const mine = await readOwnIdentities(tx, ctx)
  if (mine.includes(parties.principalId) || mine.includes(parties.actorId)) return
  throw new DomainError('not_yours', `This ${what} is neither in your name nor yours. A reviewer can revoke it.`)
}

const parties = { principalId: true, actorId: true } as const

async function endOwnGrant(tx: Tx, ctx: Context, id: string, reason: string): Promise<Ended> {
  const where = { orgId_id: { orgId: ctx.orgId, id } }
  await checkOwn(tx, ctx, await tx.delegationGrant.findUnique({ where, select: parties }), 'grant')
  return endGrant(tx, ctx, id, { reason })
}

async function endOwnSession(tx: Tx, ctx: Context, id: string, reason: string): Promise<Ended> {
  const where = { orgId_id: { orgId: ctx.orgId, id } }
  await checkOwn(tx, ctx, await tx.delegatedSession.findUnique({ where, select: parties }), 'session')
  const scope = { scope: 'session', scopeId: id, selectedIds: [id], keepChildrenUnderAnotherGrant: false } as const
  const order = await orderRevocation(tx, ctx, { ...scope, reason })
  return { order, events: order?.events ?? [], jobs: order?.jobs ?? [] }
}

/** Ends a grant or a session that is in the caller's own name, or their own doing: whatever their role, with the same order and
 *  receipt as any revocation. @throws DomainError `not_found`, `not_yours`, `wrong_status`, `nothing_to_revoke` */
export async function endOwnAccess(
  ctx: Context,
  { grantId, sessionId, reason }: z.output<typeof endOwnAccessInput>,
): Promise<RevocationResult> {
  authorize(ctx, 'end-own-access')
  const grant = grantId === undefined ? null : fromPublicId('grant', grantId)
  const session = grant === null ? fromPublicId('session', sessionId ?? '') : null
  return mutate(ctx, async (tx) => {
    const { order, events, jobs } = grant
      ? await endOwnGrant(tx, ctx, grant, reason)
      : await endOwnSession(tx, ctx, session ?? '', reason)
    const [first, ...rest] = events
    if (!first) throw new DomainError('nothing_to_revoke', 'It is over, or being ended already.')
    return { result: toRevocationResult(order, 0), events: [first, ...rest], jobs }
  })
}
