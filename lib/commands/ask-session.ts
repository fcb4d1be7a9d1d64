import { loadApprovalPolicy } from '@/lib/commands/load-approval-policy'
import { openApproval } from '@/lib/commands/open-approval'
import { settleApproval } from '@/lib/commands/settle-approval'
import { type Grant, tierOf, toSessionCase } from '@/lib/commands/to-session-case'
import { mutateIfNeeded, type Tx } from '@/lib/db'
import { readAbove } from '@/lib/db/barred'
import { readQuestion } from '@/lib/db/question'
import { requestRisk, routeRequest } from '@/lib/domain/approval-route'
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

/** Puts one session to people, the way the rules of this moment say; a rule may deny it at once. */
async function create(tx: Tx, ctx: Context, asked: AskedSession, grant: Grant, request: OpenRequest) {
  const ruled = await loadApprovalPolicy(tx, ctx.orgId)
  const of = await toSessionCase(tx, ctx, asked, grant)
  const { rule, verdict } = routeRequest(ruled.policy, of)
  const { principalId, actorId, systemIds } = asked
  const opened = await openApproval(tx, ctx, {
    ...{ ...request, subjectKind: 'session', subjectId: newId(ctx.now), subjectName: asked.grantName, asked },
    ...{ clientId: asked.clientId, purpose: asked.purpose, ruled, ruleName: rule },
    stages: verdict.kind === 'stages' ? verdict.stages : [],
    ...{ tier: tierOf(of), risk: requestRisk(of.breadth, tierOf(of), false) },
    concerned: {
      ...{ principalId, actorId, systemIds, grantOwnerId: grant.ownerId, consentOf: null },
      maxChainDepth: grant.maxChainDepth ?? 0,
      aboveIds: await readAbove(tx, ctx.orgId, asked.parentSessionId),
    },
  })
  if (verdict.kind === 'stages') return opened
  const stored = await readQuestion(tx, ctx.orgId, request.approvalId)
  if (!stored || verdict.kind !== 'auto-deny') throw new Error('no rule approves what a person shall look at')
  const settled = await settleApproval(tx, ctx, stored, { status: 'denied', comment: `${rule}: ${verdict.reason}` })
  return { events: [...opened.events, ...settled.events], jobs: [...opened.jobs, ...settled.jobs] }
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
    const grant = await tx.delegationGrant.findUnique({ where, include: { principal: true, actor: true } })
    if (!grant) throw notFound('grant')
    open.found = await findOpen(tx, ctx, asked)
    if (open.found) return null
    await checkOpen(tx, ctx, asked.clientId)
    const request = { approvalId: newId(ctx.now), expiresAt }
    const { events, jobs } = await create(tx, ctx, asked, grant, request)
    const subject = { subjectKind: 'approval', subjectId: request.approvalId, subjectName: asked.grantName } as const
    const { grantId, permissions, ttlSeconds } = asked
    const data = { grantId, permissions: permissions.length, ttlSeconds }
    return {
      result: request,
      events: [{ action: 'session-request.asked', ...subject, reason: asked.purpose, data }, ...events],
      jobs,
    }
  })
  const request = made ?? open.found
  if (!request) throw new Error('a request is made or found')
  return request
}
