import { mutateIfNeeded, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { type AskedSession, MOST_OPEN_REQUESTS, SESSION_REQUEST_SECONDS } from '@/lib/domain/session-request'
import { newId } from '@/lib/id'

/** A session that people are asked about; ids are UUIDs. */
export type OpenRequest = { approvalId: string; expiresAt: Date }

/** The same question of the same client, while people think about it: nobody is asked twice. */
async function findOpen(
  tx: Tx,
  { orgId, now }: Context,
  { clientId, digest }: AskedSession,
): Promise<OpenRequest | null> {
  const found = await tx.approval.findFirst({
    where: {
      orgId,
      clientId,
      subjectKind: 'session',
      status: 'pending',
      expiresAt: { gt: now },
      asked: { path: ['digest'], equals: digest },
    },
    select: { id: true, expiresAt: true },
  })
  return found && { approvalId: found.id, expiresAt: found.expiresAt }
}

async function checkOpen(tx: Tx, { orgId, now }: Context, clientId: string): Promise<void> {
  const where = { orgId, clientId, subjectKind: 'session', status: 'pending', expiresAt: { gt: now } }
  if ((await tx.approval.count({ where })) < MOST_OPEN_REQUESTS) return
  throw new DomainError('too_many_requests', `${MOST_OPEN_REQUESTS} requests of this client wait to be decided.`)
}

async function create(
  tx: Tx,
  ctx: Context,
  asked: AskedSession,
  { approvalId, expiresAt }: OpenRequest,
): Promise<void> {
  const { orgId, now } = ctx
  await tx.approval.create({
    data: {
      orgId,
      id: approvalId,
      subjectKind: 'session',
      subjectId: newId(now),
      status: 'pending',
      requestedBy: ctx.actor.name,
      clientId: asked.clientId,
      asked,
      requestedAt: now,
      expiresAt,
    },
  })
  const stage = { position: 1, name: 'Approver', requiredVotes: 1, eligible: { roles: ['approver'] } }
  await tx.approvalStage.create({ data: { orgId, approvalId, ...stage } })
}

/** Asks people for one session under a grant that wants them asked each time. The id of the session to be stands in the
 *  request from the start, so that one approval can only ever make that one.
 *  @throws DomainError `too_many_requests` where too many of this client wait already */
export async function askSession(ctx: Context, asked: AskedSession): Promise<OpenRequest> {
  authorize(ctx, 'issue-session')
  if (ctx.actor.kind === 'client' && ctx.actor.clientId !== asked.clientId)
    throw new DomainError('forbidden', 'A client asks for itself only.')
  const expiresAt = new Date(ctx.now.getTime() + SESSION_REQUEST_SECONDS * 1000)
  const open: { found: OpenRequest | null } = { found: null }
  const made = await mutateIfNeeded<OpenRequest>(ctx, async (tx) => {
    const where = { orgId_id: { orgId: ctx.orgId, id: asked.grantId } }
    if (!(await tx.delegationGrant.findUnique({ where, select: { id: true } }))) throw notFound('grant')
    open.found = await findOpen(tx, ctx, asked)
    if (open.found) return null
    await checkOpen(tx, ctx, asked.clientId)
    const request = { approvalId: newId(ctx.now), expiresAt }
    await create(tx, ctx, asked, request)
    const subject = { subjectKind: 'approval', subjectId: request.approvalId, subjectName: asked.grantName } as const
    const { grantId, permissions, ttlSeconds } = asked
    const data = { grantId, permissions: permissions.length, ttlSeconds }
    return { result: request, events: [{ action: 'session-request.asked', ...subject, reason: asked.purpose, data }] }
  })
  const request = made ?? open.found
  if (!request) throw new Error('a request is made or found')
  return request
}
