import { Prisma, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'
import {
  type Fate,
  latestEnd,
  planRevocation,
  type RevocableSession,
  type RevocationPlan,
} from '@/lib/domain/revocation'
import { newId } from '@/lib/id'

/** An order to end access, as a command has understood it. Ids are UUIDs. */
export type RevocationOrder = {
  scope: 'session' | 'grant' | 'identity' | 'system'
  scopeId: string
  selectedIds: readonly string[]
  reason: string
  keepChildrenUnderAnotherGrant: boolean
  findingId?: string | null
}

export type OrderedRevocation = {
  revocationId: string
  plan: RevocationPlan
  mayWorkUntil: Date | null | undefined
  events: AuditEventDraft[]
  jobs: JobDraft[]
}

/** The selected sessions and all their descendants, as `planRevocation` needs them. */
export async function listRevocable(tx: Tx, orgId: string, ids: readonly string[]): Promise<RevocableSession[]> {
  return tx.$queryRaw<RevocableSession[]>`
    with recursive tree as (
      select s.id from delegated_sessions s where s.org_id = ${orgId}::uuid and s.id = any(${ids}::uuid[])
      union
      select c.id from delegated_sessions c join tree on c.parent_id = tree.id where c.org_id = ${orgId}::uuid
    )
    select s.id, s.parent_id as "parentId", s.grant_id as "grantId", s.status, s.expires_at as "expiresAt",
      s.locked_until as "lockedUntil", s.origin, coalesce(c.can_revoke, false) as "connectorCanRevoke",
      coalesce(g.status = 'active', false) as "isGrantActive"
    from tree join delegated_sessions s on s.org_id = ${orgId}::uuid and s.id = tree.id
    left join connectors c on c.org_id = s.org_id and c.id = s.connector_id
    left join grants g on g.org_id = s.org_id and g.id = s.grant_id
    order by s.depth, s.id`
}

function eventOf(fate: Fate, order: RevocationOrder, revocationId: string): AuditEventDraft {
  return {
    action: fate.to === 'revoked' ? 'session.revoked' : 'session.revocation-ordered',
    subjectKind: 'session',
    subjectId: fate.sessionId,
    reason: order.reason,
    data: { revocationId, effect: fate.effect, mayWorkUntil: fate.mayWorkUntil, withParent: !fate.isSelected },
  }
}

async function endSessions(tx: Tx, ctx: Context, fates: readonly Fate[], revocationId: string): Promise<void> {
  for (const to of ['revoked', 'revoking'] as const) {
    const ids = fates.filter((fate) => fate.to === to).map((fate) => fate.sessionId)
    if (ids.length === 0) continue
    const ended = to === 'revoked' ? { endedAt: ctx.now, endedBy: 'revocation' } : {}
    await tx.delegatedSession.updateMany({
      where: { orgId: ctx.orgId, id: { in: ids } },
      data: { status: to, revocationId, lockedUntil: null, ...ended },
    })
  }
}

async function createDeliveries(tx: Tx, ctx: Context, fates: readonly Fate[], revocationId: string): Promise<void> {
  const rows = fates.map((fate, index) => {
    const isNow = fate.effect === 'ends-now'
    return Prisma.sql`(${ctx.orgId}::uuid, ${newId(ctx.now, index)}::uuid, ${revocationId}::uuid, ${fate.sessionId}::uuid,
      ${isNow ? 'record' : 'policy'}, ${isNow ? 'confirmed' : 'pending'}, ${ctx.now}::timestamptz, ${isNow ? ctx.now : null}::timestamptz,
      ${fate.mayWorkUntil}::timestamptz)`
  })
  await tx.$executeRaw`
    insert into revocation_deliveries (org_id, id, revocation_id, session_id, hop, channel, status, connector_id,
      requested_at, sent_at, confirmed_at, may_work_until)
    select v.org_id, v.id, v.revocation_id, v.session_id, coalesce(c.name, 'Remit'), v.channel, v.status, c.id,
      v.at, v.done, v.done, v.may_work_until
    from (values ${Prisma.join(rows)}) v (org_id, id, revocation_id, session_id, channel, status, at, done, may_work_until)
    join delegated_sessions s on s.org_id = v.org_id and s.id = v.session_id
    left join connectors c on c.org_id = s.org_id and c.id = s.connector_id and v.channel <> 'record'`
}

/** Writes one order: the revocation, what becomes of each session, a delivery for each hop, the facts, and the job that
 *  tells the connectors. Null when nothing that was selected can be ended. Runs inside a command's `mutate`. */
export async function orderRevocation(tx: Tx, ctx: Context, order: RevocationOrder): Promise<OrderedRevocation | null> {
  const sessions = await listRevocable(tx, ctx.orgId, order.selectedIds)
  const plan = planRevocation(sessions, { ...order, now: ctx.now })
  if (plan.fates.length === 0) return null
  const revocationId = newId(ctx.now)
  const mayWorkUntil = latestEnd(plan.fates)
  const isDone = mayWorkUntil === undefined
  await tx.revocation.create({
    data: {
      orgId: ctx.orgId,
      id: revocationId,
      scope: order.scope,
      scopeId: order.scopeId,
      requestedByMemberId: ctx.actor.kind === 'member' ? ctx.actor.memberId : null,
      requestedBy: ctx.actor.name,
      reason: order.reason,
      findingId: order.findingId ?? null,
      status: isDone ? 'confirmed' : 'in-progress',
      requestedAt: ctx.now,
      mayWorkUntil: mayWorkUntil ?? null,
      completedAt: isDone ? ctx.now : null,
    },
  })
  await endSessions(tx, ctx, plan.fates, revocationId)
  await createDeliveries(tx, ctx, plan.fates, revocationId)
  const payload = { orgId: ctx.orgId, revocationId }
  return {
    revocationId,
    plan,
    mayWorkUntil,
    events: plan.fates.map((fate) => eventOf(fate, order, revocationId)),
    jobs: isDone ? [] : [{ task: 'deliver-revocation', payload, key: `deliver:${revocationId}` }],
  }
}
