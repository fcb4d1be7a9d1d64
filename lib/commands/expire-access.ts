import { tellOf } from '@/lib/commands/open-approval'
import { mutateIfNeeded, Prisma, reader, type Tx } from '@/lib/db'
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

/** Where a length was asked for, its clock starts with the approval: until then nothing runs out but the question. */
const isOver = (now: Date) => Prisma.sql`(g.expires_at <= ${now}
  and (g.status in ('active', 'suspended') or (g.status = 'pending' and g.duration_seconds is null)))`

async function expireGrants(tx: Tx, ctx: Context): Promise<Ended[]> {
  return tx.$queryRaw<Ended[]>`
    update grants g set status = 'expired', ended_at = g.expires_at
    where g.org_id = ${ctx.orgId}::uuid and ${isOver(ctx.now)}
    returning g.id, g.name`
}

type Lapsed = { id: string; kind: string; subjectId: string; name: string | null }

/** A request that nobody decided in time is over, and so is the question about a grant that ended otherwise. */
async function lapseRequests(tx: Tx, ctx: Context): Promise<Lapsed[]> {
  return tx.$queryRaw<Lapsed[]>`
    update approvals a set status = 'lapsed'
    where a.org_id = ${ctx.orgId}::uuid and a.status = 'pending' and (a.expires_at <= ${ctx.now} or exists (
      select from grants g where g.org_id = a.org_id and (
        (a.subject_kind = 'grant' and g.id = a.subject_id and g.status not in ('draft', 'pending')
          and coalesce(a.asked ->> 'change', 'new') in ('new', 'renew'))
        or (a.subject_kind = 'grant' and g.id = a.subject_id and g.status not in ('active', 'suspended')
          and a.asked ->> 'change' in ('extend', 'widen'))
        or (a.subject_kind = 'session' and g.id = (a.asked ->> 'grantId')::uuid and g.status not in ('active', 'suspended')))))
    returning a.id, a.subject_kind as kind, a.subject_id as "subjectId", a.asked ->> 'grantName' as name`
}

async function expireUndecided(tx: Tx, ctx: Context, lapsed: readonly Lapsed[]): Promise<Ended[]> {
  const grantIds = lapsed.filter(({ kind }) => kind === 'grant').map(({ subjectId }) => subjectId)
  if (grantIds.length === 0) return []
  return tx.$queryRaw<Ended[]>`
    update grants g set status = 'expired', ended_at = ${ctx.now}
    where g.org_id = ${ctx.orgId}::uuid and g.id = any(${grantIds}::uuid[]) and g.status = 'pending'
    returning g.id, g.name`
}

/** What rested on an answer that never came: nobody agreed to be acted for, and no rule changed. */
async function lapseWithRequests(tx: Tx, { orgId, now }: Context, lapsed: readonly Lapsed[]): Promise<Ended[]> {
  const ids = lapsed.map(({ id }) => id)
  if (ids.length === 0) return []
  await tx.consent.updateMany({
    where: { orgId, approvalId: { in: ids }, status: 'asked' },
    data: { status: 'withdrawn', withdrawnAt: now },
  })
  const policies = lapsed.filter(({ kind }) => kind === 'policy').map(({ subjectId }) => subjectId)
  return tx.$queryRaw<Ended[]>`
    update policy_versions v set status = 'withdrawn', decided_at = ${now}
    where v.org_id = ${orgId}::uuid and v.id = any(${policies}::uuid[]) and v.status = 'pending'
    returning v.id, v.kind || ' version ' || v.version as name`
}

const OPEN_DELIVERY = Prisma.sql`d.status in ('pending', 'sent', 'failed', 'impossible')`

/** Deliveries of sessions that have run out are over, and a revocation whose last delivery is over has lapsed. */
async function lapseRevocations(tx: Tx, ctx: Context): Promise<Ended[]> {
  await tx.$executeRaw`
    update revocation_deliveries d set status = 'expired'
    from delegated_sessions s
    where d.org_id = ${ctx.orgId}::uuid and s.org_id = d.org_id and s.id = d.session_id
      and s.status in ('expired', 'completed') and ${OPEN_DELIVERY}`
  return tx.$queryRaw<Ended[]>`
    update revocations r set status = 'lapsed', completed_at = ${ctx.now}
    where r.org_id = ${ctx.orgId}::uuid and r.status = 'in-progress' and not exists (
      select from revocation_deliveries d where d.org_id = r.org_id and d.revocation_id = r.id and ${OPEN_DELIVERY})
    returning r.id, null as name`
}

const toEvents = (
  rows: readonly Ended[],
  action: AuditEventDraft['action'],
  subjectKind: AuditEventDraft['subjectKind'],
  reason?: string,
) => rows.map((row): AuditEventDraft => ({ action, subjectKind, subjectId: row.id, subjectName: row.name, reason }))

function lapsedEvent({ id, kind, name }: Lapsed): AuditEventDraft {
  const action = kind === 'session' ? 'session-request.lapsed' : 'approval.lapsed'
  return { action, subjectKind: 'approval', subjectId: id, subjectName: name }
}

/** Whether anything is over that still says otherwise: asked first, so that a quiet sweep opens no transaction. */
async function hasExpired(db: Pick<Tx, '$queryRaw'>, ctx: Context): Promise<boolean> {
  const org = Prisma.sql`org_id = ${ctx.orgId}::uuid`
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    select exists (select from delegated_sessions where ${org}
        and status in ('scheduled', 'active', 'locked', 'revoking') and expires_at <= ${ctx.now})
      or exists (select from grants g where ${org} and ${isOver(ctx.now)})
      or exists (select from approvals where ${org} and status = 'pending' and expires_at <= ${ctx.now})
      or exists (select from revocations r where r.${org} and r.status = 'in-progress' and not exists (
        select from revocation_deliveries d
        join delegated_sessions s on s.org_id = d.org_id and s.id = d.session_id and s.status not in ('expired', 'completed')
        where d.org_id = r.org_id and d.revocation_id = r.id and ${OPEN_DELIVERY})) as due`
  return row?.due ?? false
}

type Tidied = { sessions: number; grants: number; hasMore: boolean }

/** Tidies what time has ended, up to 1,000 sessions at once; true if there may be more. Nothing depends on it: every
 *  question about being active compares `expires_at` with now. */
export async function expireAccess(ctx: Context): Promise<Tidied> {
  authorize(ctx, 'keep-house')
  const none = { sessions: 0, grants: 0, hasMore: false }
  if (!(await hasExpired(reader(), ctx))) return none
  const tidied = await mutateIfNeeded<Tidied>(ctx, async (tx) => {
    const sessions = await expireSessions(tx, ctx)
    const grants = await expireGrants(tx, ctx)
    const lapsed = await lapseRequests(tx, ctx)
    const requests = await expireUndecided(tx, ctx, lapsed)
    const policies = await lapseWithRequests(tx, ctx, lapsed)
    const revocations = await lapseRevocations(tx, ctx)
    const [first, ...rest] = [
      ...toEvents(sessions, 'session.expired', 'session'),
      ...toEvents(grants, 'grant.expired', 'grant'),
      ...toEvents(requests, 'grant.expired', 'grant', 'Nobody decided in time.'),
      ...lapsed.map(lapsedEvent),
      ...toEvents(policies, 'policy.withdrawn', 'policy', 'Nobody decided in time.'),
      ...toEvents(revocations, 'revocation.lapsed', 'revocation'),
    ]
    if (!first) return null
    const ended = grants.length + requests.length
    const result = { sessions: sessions.length, grants: ended, hasMore: sessions.length === BATCH }
    const jobs = lapsed.map(({ id }) => tellOf(ctx, id, 'decided'))
    return { result, events: [first, ...rest], jobs }
  })
  return tidied ?? none
}
