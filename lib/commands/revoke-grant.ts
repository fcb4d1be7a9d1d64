import { z } from 'zod'
import { orderRevocation } from '@/lib/commands/order-revocation'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { mutate, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { DomainError, notFound } from '@/lib/domain/error'
import { canTransition, type GrantStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

export const revokeGrantInput = z.object({ grantId: z.string(), reason: reasonInput, findingId: z.string().nullish() })

async function liveSessionIds(tx: Tx, ctx: Context, grantId: string): Promise<string[]> {
  const rows = await tx.delegatedSession.findMany({
    where: {
      orgId: ctx.orgId,
      grantId,
      status: { in: [...LIVE_STATUSES] },
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now } }],
    },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

async function endGrant(tx: Tx, ctx: Context, grant: { id: string; name: string }, reason: string) {
  const { orgId, now } = ctx
  await tx.delegationGrant.update({
    where: { orgId_id: { orgId, id: grant.id } },
    data: { status: 'revoked', endedAt: now },
  })
  await tx.approval.updateMany({
    where: { orgId, subjectKind: 'grant', subjectId: grant.id, status: 'pending' },
    data: { status: 'withdrawn', decidedAt: now },
  })
  const subject = { subjectKind: 'grant', subjectId: grant.id, subjectName: grant.name } as const
  return { action: 'grant.revoked', ...subject, reason } satisfies AuditEventDraft
}

const NOTHING_LIVE =
  'Remit only observes this grant and no session under it is live. Change the trust where it was made.'

/** Ends a grant for ever, or the request for it, and every live session under it, children included, with one receipt. A grant that Remit only
 *  observes stays as its issuer has it: its sessions are ordered to end, and the result says that the grant stays. */
export async function revokeGrant(
  ctx: Context,
  input: z.output<typeof revokeGrantInput>,
): Promise<RevocationResult & { grantStays: boolean }> {
  authorize(ctx, 'revoke-access')
  const id = fromPublicId('grant', input.grantId)
  const findingId = input.findingId ? fromPublicId('finding', input.findingId) : null
  return mutate(ctx, async (tx) => {
    const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
    if (!grant) throw notFound('grant')
    const grantStays = grant.origin === 'observed'
    if (!grantStays && !canTransition('grant', grant.status as GrantStatus, 'revoked')) {
      throw new DomainError('wrong_status', `This grant is ${grant.status} already.`)
    }
    const order = await orderRevocation(tx, ctx, {
      scope: 'grant',
      scopeId: id,
      selectedIds: await liveSessionIds(tx, ctx, id),
      reason: input.reason,
      keepChildrenUnderAnotherGrant: false,
      findingId,
    })
    const ended = grantStays ? [] : [await endGrant(tx, ctx, grant, input.reason)]
    const [first, ...rest] = [...ended, ...(order?.events ?? [])]
    if (!first) throw new DomainError('nothing_to_revoke', NOTHING_LIVE)
    const result = { ...toRevocationResult(order, 0), grantStays }
    return { result, events: [first, ...rest], jobs: order?.jobs ?? [] }
  })
}
