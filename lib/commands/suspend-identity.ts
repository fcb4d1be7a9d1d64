import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const suspendIdentityInput = z.object({ identityId: z.string(), reason: reasonInput })
type Input = z.output<typeof suspendIdentityInput>

async function changeStatus(ctx: Context, input: Input, to: 'suspended' | 'active') {
  const id = fromPublicId('identity', input.identityId)
  const where = { orgId_id: { orgId: ctx.orgId, id } }
  return mutate(ctx, async (tx) => {
    const identity = await tx.identity.findUnique({ where })
    if (!identity) throw notFound('identity')
    if (identity.status !== (to === 'suspended' ? 'active' : 'suspended')) {
      throw new DomainError('wrong_status', `${identity.name} is ${identity.status}.`)
    }
    await tx.identity.update({ where, data: { status: to, suspendedAt: to === 'suspended' ? ctx.now : null } })
    const action = to === 'suspended' ? 'identity.suspended' : 'identity.resumed'
    const subject = { subjectKind: 'identity', subjectId: id, subjectName: identity.name } as const
    return {
      result: { identityId: input.identityId, status: to },
      events: [{ action, ...subject, reason: input.reason }] as const,
    }
  })
}

/** Stops an identity, reversibly: until it is resumed no session is issued for it or by it, and those that Remit issued
 *  answer as inactive. */
export async function suspendIdentity(ctx: Context, input: Input): Promise<{ identityId: string; status: string }> {
  authorize(ctx, 'suspend-identity')
  return changeStatus(ctx, input, 'suspended')
}

/** Lets a suspended identity go on: its sessions that have not ended meanwhile count again. */
export async function resumeIdentity(ctx: Context, input: Input): Promise<{ identityId: string; status: string }> {
  authorize(ctx, 'suspend-identity')
  return changeStatus(ctx, input, 'active')
}
