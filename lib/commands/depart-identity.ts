import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const departIdentityInput = z.object({ identityId: z.string(), reason: reasonInput })

/** Records that a person left or that a service was switched off. From then on no session is issued for it or by it, and
 *  those that Remit issued answer as inactive; but it revokes nothing by itself: the orphaned detector finds what still
 *  stands in its name, and people end that with proof. */
export async function departIdentity(
  ctx: Context,
  input: z.output<typeof departIdentityInput>,
): Promise<{ identityId: string }> {
  authorize(ctx, 'assign-owner')
  const id = fromPublicId('identity', input.identityId)
  return mutate(ctx, async (tx) => {
    const identity = await tx.identity.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
    if (!identity) throw notFound('identity')
    if (identity.status === 'departed') throw new DomainError('wrong_status', `${identity.name} has departed already.`)
    await tx.identity.update({
      where: { orgId_id: { orgId: ctx.orgId, id } },
      data: { status: 'departed', departedAt: ctx.now },
    })
    return {
      result: { identityId: input.identityId },
      events: [
        {
          action: 'identity.departed',
          subjectKind: 'identity',
          subjectId: id,
          subjectName: identity.name,
          reason: input.reason,
        },
      ],
      jobs: [{ task: 'run-detectors', payload: { orgId: ctx.orgId }, key: `detect:${ctx.orgId}` }],
    }
  })
}
