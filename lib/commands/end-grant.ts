import { type OrderedRevocation, orderRevocation } from '@/lib/commands/order-revocation'
import { withdrawApprovals } from '@/lib/commands/withdraw-approvals'
import type { Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { DomainError, notFound } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import { canTransition, type GrantStatus } from '@/lib/domain/life'

/** What ended. `grantStays`: Remit only observes it, and its issuer has it as before. */
export type EndedGrant = {
  grantStays: boolean
  order: OrderedRevocation | null
  events: AuditEventDraft[]
  jobs: JobDraft[]
}

/** The live sessions under a grant (UUIDs). */
export async function listLiveSessionIds(tx: Tx, ctx: Context, grantId: string): Promise<string[]> {
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

async function markRevoked(tx: Tx, ctx: Context, grant: { id: string; name: string }, reason: string) {
  const where = { orgId_id: { orgId: ctx.orgId, id: grant.id } }
  await tx.delegationGrant.update({ where, data: { status: 'revoked', endedAt: ctx.now } })
  const { events, jobs } = await withdrawApprovals(tx, ctx, grant.id, reason)
  const subject = { subjectKind: 'grant', subjectId: grant.id, subjectName: grant.name } as const
  const revoked: AuditEventDraft = { action: 'grant.revoked', ...subject, reason }
  return { events: [revoked, ...events], jobs }
}

/** Ends a grant for ever, or the request for it, and every live session under it, children included, with one order. Part of
 *  the commands that may: by role, by the person in whose name it is, by its ticket. A grant that Remit only observes stays
 *  as its issuer has it: its sessions are ordered to end. @throws DomainError `not_found`, `wrong_status` */
export async function endGrant(
  tx: Tx,
  ctx: Context,
  id: string,
  { reason, findingId = null }: { reason: string; findingId?: string | null },
): Promise<EndedGrant> {
  const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!grant) throw notFound('grant')
  const grantStays = grant.origin === 'observed'
  if (!grantStays && !canTransition('grant', grant.status as GrantStatus, 'revoked'))
    throw new DomainError('wrong_status', `This grant is ${grant.status} already.`)
  const order = await orderRevocation(tx, ctx, {
    scope: 'grant',
    scopeId: id,
    selectedIds: await listLiveSessionIds(tx, ctx, id),
    reason,
    keepChildrenUnderAnotherGrant: false,
    findingId,
  })
  const ended = grantStays ? { events: [], jobs: [] } : await markRevoked(tx, ctx, grant, reason)
  return {
    ...{ grantStays, order },
    events: [...ended.events, ...(order?.events ?? [])],
    jobs: [...ended.jobs, ...(order?.jobs ?? [])],
  }
}
