import { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const suspendGrantInput = z.object({ grantId: z.string(), reason: reasonInput })

/** Suspends the managed, active grants behind these sessions; returns what happened. Runs inside a command's `mutate`. */
export async function suspendGrantsOf(tx: Tx, ctx: Context, sessionIds: readonly string[], reason: string) {
  const grants = await tx.delegationGrant.findMany({
    where: {
      orgId: ctx.orgId,
      origin: 'managed',
      status: 'active',
      sessions: { some: { id: { in: [...sessionIds] } } },
    },
  })
  const ids = grants.map((grant) => grant.id)
  await tx.delegationGrant.updateMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    data: { status: 'suspended', suspendedAt: ctx.now },
  })
  return grants.map(
    (grant): AuditEventDraft => ({
      action: 'grant.suspended',
      subjectKind: 'grant',
      subjectId: grant.id,
      subjectName: grant.name,
      reason,
    }),
  )
}

/** Only an active grant is suspended and only a suspended one resumed: a request becomes active by approval alone. */
async function changeGrantStatus(ctx: Context, input: z.output<typeof suspendGrantInput>, to: 'suspended' | 'active') {
  const id = fromPublicId('grant', input.grantId)
  return mutate(ctx, async (tx) => {
    const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
    if (!grant) throw notFound('grant')
    if (grant.origin === 'observed') {
      throw new DomainError('not_enforced', 'Remit only observes this grant. Change it where it was made.')
    }
    if (grant.status !== (to === 'suspended' ? 'active' : 'suspended')) {
      throw new DomainError('wrong_status', `This grant is ${grant.status}.`)
    }
    await tx.delegationGrant.update({
      where: { orgId_id: { orgId: ctx.orgId, id } },
      data: { status: to, suspendedAt: to === 'suspended' ? ctx.now : null },
    })
    const action = to === 'suspended' ? 'grant.suspended' : 'grant.resumed'
    const event = {
      action,
      subjectKind: 'grant',
      subjectId: id,
      subjectName: grant.name,
      reason: input.reason,
    } as const
    return { result: { grantId: input.grantId, status: to }, events: [event] }
  })
}

/** No new session under this grant until it is resumed. Sessions under it go on. */
export async function suspendGrant(ctx: Context, input: z.output<typeof suspendGrantInput>) {
  authorize(ctx, 'revoke-access')
  return changeGrantStatus(ctx, input, 'suspended')
}

/** Lets a suspended grant be used again. */
export async function resumeGrant(ctx: Context, input: z.output<typeof suspendGrantInput>) {
  authorize(ctx, 'revoke-access')
  return changeGrantStatus(ctx, input, 'active')
}
