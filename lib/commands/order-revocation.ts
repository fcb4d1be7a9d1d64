import type { Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import {
  type Fate,
  latestEnd,
  planRevocation,
  type RevocableSession,
  type RevocationPlan,
} from '@/lib/domain/revocation'
import { newId } from '@/lib/id'

/** An order to end access, as a command has understood it. Ids are UUIDs; `scopeId` null = the first session that falls. */
export type RevocationOrder = {
  scope: 'session' | 'grant' | 'identity' | 'system'
  scopeId: string | null
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
export async function listRevocable(tx: Tx, ctx: Context, ids: readonly string[]): Promise<RevocableSession[]> {
  const { orgId, now } = ctx
  return tx.$queryRaw<RevocableSession[]>`
    with recursive tree as (
      select s.id from delegated_sessions s where s.org_id = ${orgId}::uuid and s.id = any(${ids}::uuid[])
      union
      select c.id from delegated_sessions c join tree on c.parent_id = tree.id where c.org_id = ${orgId}::uuid
    )
    select s.id, s.parent_id as "parentId", s.grant_id as "grantId", s.status, s.expires_at as "expiresAt",
      s.locked_until as "lockedUntil", s.origin, coalesce(c.can_revoke, false) as "connectorCanRevoke",
      coalesce(g.status = 'active' and (g.expires_at is null or g.expires_at > ${now}), false) as "isGrantActive"
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
  const rows = fates.map(({ effect, sessionId, mayWorkUntil }, index) => {
    const id = newId(ctx.now, index)
    return { id, session_id: sessionId, is_now: effect === 'ends-now', may_work_until: mayWorkUntil }
  })
  await tx.$executeRaw`
    insert into revocation_deliveries (org_id, id, revocation_id, session_id, hop, channel, status, connector_id,
      requested_at, sent_at, confirmed_at, may_work_until)
    select s.org_id, v.id, ${revocationId}::uuid, s.id, coalesce(c.name, 'Remit'),
      case when v.is_now then 'record' else 'policy' end, case when v.is_now then 'confirmed' else 'pending' end, c.id,
      ${ctx.now}, case when v.is_now then ${ctx.now}::timestamptz end, case when v.is_now then ${ctx.now}::timestamptz end,
      v.may_work_until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v (id uuid, session_id uuid, is_now bool, may_work_until timestamptz)
    join delegated_sessions s on s.org_id = ${ctx.orgId}::uuid and s.id = v.session_id
    left join connectors c on c.org_id = s.org_id and c.id = s.connector_id and not v.is_now`
}

async function checkFinding(tx: Tx, ctx: Context, id: string | null | undefined): Promise<void> {
  if (id && (await tx.finding.count({ where: { orgId: ctx.orgId, id } })) === 0) throw notFound('finding')
}

/** Writes one order: the revocation, what becomes of each session, a delivery for each hop, the facts, and the job that
 *  tells the connectors. Null when nothing that was selected can be ended. Runs inside a command's `mutate`. */
export async function orderRevocation(tx: Tx, ctx: Context, order: RevocationOrder): Promise<OrderedRevocation | null> {
  await checkFinding(tx, ctx, order.findingId)
  const sessions = await listRevocable(tx, ctx, order.selectedIds)
  const plan = planRevocation(sessions, { ...order, now: ctx.now })
  const [first] = plan.fates
  if (!first) return null
  const revocationId = newId(ctx.now)
  const mayWorkUntil = latestEnd(plan.fates)
  const isDone = mayWorkUntil === undefined
  await tx.revocation.create({
    data: {
      orgId: ctx.orgId,
      id: revocationId,
      scope: order.scope,
      scopeId: order.scopeId ?? first.sessionId,
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
