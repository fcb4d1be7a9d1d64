import { z } from 'zod'
import { tellOf } from '@/lib/commands/open-approval'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const withdrawPolicyInput = z.object({ policyId: z.string(), reason: reasonInput })

/** A version that still waits, and that the caller proposed: others deny it. */
async function loadOwnProposal(tx: Tx, { orgId, actor }: Context, id: string) {
  const policy = await tx.policyVersion.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!policy) throw notFound('version')
  const { status, proposedByMemberId } = policy
  if (status !== 'pending') throw new DomainError('wrong_status', `This version is ${status}.`, { status })
  if (actor.kind === 'member' && actor.memberId !== proposedByMemberId)
    throw new DomainError('not_yours', `${policy.proposedBy} proposed this version. You can deny it.`)
  return policy
}

/** Takes a proposed version back before anybody decides on it. @throws DomainError `not_found`, `wrong_status`, `not_yours` */
export async function withdrawPolicy(
  ctx: Context,
  input: z.output<typeof withdrawPolicyInput>,
): Promise<{ policyId: string }> {
  authorize(ctx, 'propose-policy')
  const { orgId, actor, now } = ctx
  const { policyId, reason } = input
  const id = fromPublicId('policy', policyId)
  return mutate(ctx, async (tx) => {
    const { kind, version } = await loadOwnProposal(tx, ctx, id)
    const data = { status: 'withdrawn', decidedBy: actor.name, decidedAt: now }
    await tx.policyVersion.update({ where: { orgId_id: { orgId, id } }, data })
    const open = await tx.approval.updateManyAndReturn({
      where: { orgId, subjectKind: 'policy', subjectId: id, status: 'pending' },
      data: { status: 'withdrawn', decidedAt: now },
      select: { id: true },
    })
    const subject = { subjectKind: 'policy', subjectId: id, subjectName: `${kind} version ${version}` } as const
    const asked = open.map((approval) => {
      return { action: 'approval.withdrawn', subjectKind: 'approval', subjectId: approval.id, reason } as const
    })
    return {
      result: { policyId },
      events: [{ action: 'policy.withdrawn', ...subject, reason, data: { kind, version } }, ...asked],
      jobs: open.map((approval) => tellOf(ctx, approval.id, 'decided')),
    }
  })
}
