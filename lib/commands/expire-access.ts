import { mutate, reader, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 1000

type Ended = { id: string; name: string | null }

async function expireSessions(tx: Tx, ctx: Context): Promise<Ended[]> {
  return tx.$queryRaw<Ended[]>`
    update delegated_sessions s set status = 'expired', ended_at = s.expires_at, ended_by = 'expiry', locked_until = null
    where s.org_id = ${ctx.orgId}::uuid and s.id in (
      select id from delegated_sessions
      where org_id = ${ctx.orgId}::uuid and status in ('scheduled', 'active', 'locked', 'revoking') and expires_at <= ${ctx.now}
      order by expires_at limit ${BATCH})
    returning s.id, s.name`
}

async function expireGrants(tx: Tx, ctx: Context): Promise<Ended[]> {
  return tx.$queryRaw<Ended[]>`
    update grants g set status = 'expired', ended_at = g.expires_at
    where g.org_id = ${ctx.orgId}::uuid and g.status in ('pending', 'active', 'suspended') and g.expires_at <= ${ctx.now}
    returning g.id, g.name`
}

/** Deliveries of sessions that have run out are over, and a revocation whose last delivery is over has lapsed. */
async function lapseRevocations(tx: Tx, ctx: Context): Promise<Ended[]> {
  await tx.$executeRaw`
    update revocation_deliveries d set status = 'expired'
    from delegated_sessions s
    where d.org_id = ${ctx.orgId}::uuid and s.org_id = d.org_id and s.id = d.session_id and s.status = 'expired'
      and d.status in ('pending', 'sent', 'failed', 'impossible')`
  return tx.$queryRaw<Ended[]>`
    update revocations r set status = 'lapsed', completed_at = ${ctx.now}
    where r.org_id = ${ctx.orgId}::uuid and r.status = 'in-progress' and not exists (
      select from revocation_deliveries d
      where d.org_id = r.org_id and d.revocation_id = r.id and d.status in ('pending', 'sent', 'failed', 'impossible'))
    returning r.id, null as name`
}

const toEvents = (
  rows: readonly Ended[],
  action: AuditEventDraft['action'],
  subjectKind: AuditEventDraft['subjectKind'],
) => rows.map((row): AuditEventDraft => ({ action, subjectKind, subjectId: row.id, subjectName: row.name }))

/** Whether anything has run out that still says otherwise: asked first, so that a quiet sweep leaves no record. */
async function hasExpired(db: Pick<Tx, '$queryRaw'>, ctx: Context): Promise<boolean> {
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    select exists (select from delegated_sessions where org_id = ${ctx.orgId}::uuid
        and status in ('scheduled', 'active', 'locked', 'revoking') and expires_at <= ${ctx.now})
      or exists (select from grants where org_id = ${ctx.orgId}::uuid
        and status in ('pending', 'active', 'suspended') and expires_at <= ${ctx.now}) as due`
  return row?.due ?? false
}

/** Tidies what time has ended, up to 1,000 sessions at once; true if there may be more. Nothing depends on it: every
 *  question about being active compares `expires_at` with now. */
export async function expireAccess(ctx: Context): Promise<{ sessions: number; grants: number; hasMore: boolean }> {
  authorize(ctx, 'keep-house')
  if (!(await hasExpired(reader(), ctx))) return { sessions: 0, grants: 0, hasMore: false }
  return mutate(ctx, async (tx) => {
    const sessions = await expireSessions(tx, ctx)
    const grants = await expireGrants(tx, ctx)
    const revocations = await lapseRevocations(tx, ctx)
    const [first, ...rest] = [
      ...toEvents(sessions, 'session.expired', 'session'),
      ...toEvents(grants, 'grant.expired', 'grant'),
      ...toEvents(revocations, 'revocation.lapsed', 'revocation'),
    ]
    const nothing: AuditEventDraft = {
      action: 'session.expired',
      subjectKind: 'organisation',
      subjectId: ctx.orgId,
      data: { count: 0 },
    }
    const result = { sessions: sessions.length, grants: grants.length, hasMore: sessions.length === BATCH }
    return { result, events: [first ?? nothing, ...rest] }
  })
}
