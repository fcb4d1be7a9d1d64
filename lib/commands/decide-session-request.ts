import { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import type { ApprovalStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { type AskedSession, askedSession, decidesOnOwn, effectiveRequestStatus } from '@/lib/domain/session-request'
import { fromPublicId } from '@/lib/id'

export const decideSessionRequestInput = z.object({
  sessionRequestId: z.string(),
  vote: z.enum(['approve', 'deny']),
  comment: reasonInput,
})
type Input = z.output<typeof decideSessionRequestInput>

async function loadRequest(tx: Tx, { orgId, now }: Context, id: string): Promise<AskedSession> {
  const approval = await tx.approval.findUnique({ where: { orgId_id: { orgId, id } } })
  if (approval?.subjectKind !== 'session') throw notFound('session request')
  const status = effectiveRequestStatus({ ...approval, status: approval.status as ApprovalStatus }, now)
  if (approval.status === 'pending' && status === 'lapsed')
    throw new DomainError('lapsed', 'The request has lapsed. It has to be made again.')
  if (status !== 'pending') throw new DomainError('wrong_status', `This request is ${approval.status}.`)
  return askedSession.parse(approval.asked)
}

async function checkDecider(tx: Tx, orgId: string, memberId: string, asked: AskedSession): Promise<void> {
  const { principalId, actorId } = asked
  const member = await tx.member.findUniqueOrThrow({ where: { orgId_id: { orgId, id: memberId } } })
  const actor = await tx.identity.findUniqueOrThrow({ where: { orgId_id: { orgId, id: actorId } } })
  const ids = [principalId, actorId, ...(actor.ownerId ? [actor.ownerId] : [])]
  const concerned = await tx.identity.findMany({ where: { orgId, id: { in: ids } } })
  if (!decidesOnOwn(member, concerned)) return
  throw new DomainError('self_approval', 'This is done in your name or by what you own. Somebody else has to decide.')
}

/** A grant that has ended gives no session, whatever people say. */
async function checkGrant(tx: Tx, { orgId, now }: Context, id: string): Promise<void> {
  const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!grant) throw notFound('grant')
  if (grant.status !== 'active') throw new DomainError('wrong_status', `The grant is ${grant.status}.`)
  if (grant.expiresAt !== null && grant.expiresAt <= now) throw new DomainError('lapsed', 'The grant is over.')
}

/** An approver's answer to a client that waits for one session. Its clock starts when the client takes the session. */
export async function decideSessionRequest(ctx: Context, input: Input): Promise<{ status: 'approved' | 'denied' }> {
  authorize(ctx, 'decide-session-request')
  const id = fromPublicId('approval', input.sessionRequestId)
  const { actor, orgId } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can approve.')
  return mutate(ctx, async (tx) => {
    const asked = await loadRequest(tx, ctx, id)
    await checkDecider(tx, orgId, actor.memberId, asked)
    if (input.vote === 'approve') await checkGrant(tx, ctx, asked.grantId)
    const vote = { orgId, approvalId: id, position: 1, memberId: actor.memberId, vote: input.vote }
    await tx.approvalVote.create({ data: { ...vote, comment: input.comment, votedAt: ctx.now } })
    const status = input.vote === 'approve' ? 'approved' : 'denied'
    await tx.approval.update({ where: { orgId_id: { orgId, id } }, data: { status, decidedAt: ctx.now } })
    const subject = { subjectKind: 'approval', subjectId: id, subjectName: asked.grantName } as const
    const action = `session-request.${status}` as const
    return { result: { status }, events: [{ action, ...subject, reason: input.comment }] }
  })
}
