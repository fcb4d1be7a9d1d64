import { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { canTransition, type GrantStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { decidesOnOwn } from '@/lib/domain/session-request'
import { fromPublicId } from '@/lib/id'

export const decideGrantInput = z.object({
  grantId: z.string(),
  vote: z.enum(['approve', 'deny']),
  comment: reasonInput,
})

type Parties = { principalId: string; actorId: string }

/** Nobody decides on their own request, nor on what is done in their name or by what they own (SP 800-53 AC-5). */
async function checkDecider(tx: Tx, orgId: string, memberId: string, { principalId, actorId }: Parties): Promise<void> {
  const [member, principal, actor] = await Promise.all([
    tx.member.findUniqueOrThrow({ where: { orgId_id: { orgId, id: memberId } } }),
    tx.identity.findUniqueOrThrow({ where: { orgId_id: { orgId, id: principalId } } }),
    tx.identity.findUniqueOrThrow({ where: { orgId_id: { orgId, id: actorId } }, include: { owner: true } }),
  ])
  if (!decidesOnOwn(member, [principal, actor, ...(actor.owner ? [actor.owner] : [])])) return
  throw new DomainError('self_approval', 'This is done in your name or by what you own. Somebody else has to decide.')
}

/** An approver's answer to a requested grant. The grant's clock starts with the approval, not with the request. */
export async function decideGrant(ctx: Context, input: z.output<typeof decideGrantInput>): Promise<{ status: string }> {
  authorize(ctx, 'decide-grant')
  const id = fromPublicId('grant', input.grantId)
  const { actor, orgId } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can approve.')
  return mutate(ctx, async (tx) => {
    const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId, id } } })
    if (!grant) throw notFound('grant')
    const approval = await tx.approval.findFirst({
      where: { orgId, subjectKind: 'grant', subjectId: id, status: 'pending' },
    })
    if (!approval) throw new DomainError('wrong_status', 'Nobody is asked about this grant now.')
    if (approval.expiresAt <= ctx.now)
      throw new DomainError('lapsed', 'The request has lapsed. It has to be made again.')
    if (grant.expiresAt !== null && grant.expiresAt <= ctx.now)
      throw new DomainError('lapsed', 'The grant would be over.')
    if (approval.requestedByMemberId === actor.memberId) {
      throw new DomainError('self_approval', 'You asked for this yourself. Somebody else has to decide.')
    }
    await checkDecider(tx, orgId, actor.memberId, grant)
    const isApproved = input.vote === 'approve'
    if (!canTransition('grant', grant.status as GrantStatus, isApproved ? 'active' : 'denied'))
      throw new DomainError('wrong_status', `This grant is ${grant.status}.`)
    const vote = { orgId, approvalId: approval.id, position: 1, memberId: actor.memberId, vote: input.vote }
    await tx.approvalVote.create({ data: { ...vote, comment: input.comment, votedAt: ctx.now } })
    await tx.approval.update({
      where: { orgId_id: { orgId, id: approval.id } },
      data: { status: isApproved ? 'approved' : 'denied', decidedAt: ctx.now },
    })
    const startsAt = new Date(Math.max(grant.startsAt.getTime(), ctx.now.getTime()))
    const outcome = isApproved ? { status: 'active', startsAt } : { status: 'denied', endedAt: ctx.now }
    await tx.delegationGrant.update({ where: { orgId_id: { orgId, id } }, data: { ...outcome, decidedAt: ctx.now } })
    const action = isApproved ? 'grant.approved' : 'grant.denied'
    return {
      result: { status: outcome.status },
      events: [{ action, subjectKind: 'grant', subjectId: id, subjectName: grant.name, reason: input.comment }],
    }
  })
}
