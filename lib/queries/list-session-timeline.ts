import { reader } from '@/lib/db'
import type { AuditAction } from '@/lib/domain/audit'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId, toPublicId } from '@/lib/id'

/** One thing that happened in a life. `by` is who did it, null where that is the session's own actor. */
export type SessionMoment = { at: Date; by: string | null } & (
  | { what: 'issued'; until: Date | null; expiryKnown: boolean; issuanceSeen: boolean; grant: string | null }
  | { what: 'child'; id: string; name: string; breadth: number | null; until: Date | null }
  | { what: 'denied'; count: number }
  | { what: 'late'; count: number }
  | { what: 'refused'; code: string; message: string | null; system: string | null }
  | { what: 'finding'; id: string; title: string }
  | { what: 'ordered'; reason: string }
  | { what: 'confirmed'; name: string; seconds: number }
  | { what: 'recorded'; action: AuditAction; reason: string | null }
  | { what: 'expired' }
)

const MOST = 40
/** What is told from its own table already. */
const TOLD: AuditAction[] = ['session.issued', 'session.revocation-ordered', 'session.revoked', 'session.refused']

function findSession(ctx: Context, id: string) {
  return reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: { grant: true, revocation: true, deliveries: true, actor: true, connector: true },
  })
}
type Found = NonNullable<Awaited<ReturnType<typeof findSession>>>

function ownMoments(session: Found, now: Date): SessionMoment[] {
  const { issuedAt: at, expiresAt: until, expiryKnown, issuanceSeen, grant, revocation, endedAt } = session
  const by = session.origin === 'managed' ? 'Remit' : (session.connector?.name ?? null)
  const moments: SessionMoment[] = [
    { what: 'issued', at, by, until, expiryKnown, issuanceSeen, grant: grant?.name ?? null },
  ]
  if (revocation) {
    const { requestedAt, requestedBy, reason } = revocation
    moments.push({ what: 'ordered', at: requestedAt, by: requestedBy, reason })
  }
  for (const { hop: name, requestedAt, confirmedAt } of session.deliveries) {
    if (!confirmedAt) continue
    const seconds = (confirmedAt.getTime() - requestedAt.getTime()) / 1000
    moments.push({ what: 'confirmed', at: confirmedAt, by: name, name, seconds })
  }
  if (until && until <= now && !endedAt) moments.push({ what: 'expired', at: until, by: null })
  return moments
}

async function childMoments(ctx: Context, parentId: string): Promise<SessionMoment[]> {
  const rows = await reader().delegatedSession.findMany({
    where: { orgId: ctx.orgId, parentId },
    include: { actor: { select: { name: true } } },
    orderBy: { id: 'desc' },
    take: MOST,
  })
  return rows.map((row) => ({
    what: 'child',
    at: row.issuedAt,
    by: null,
    id: toPublicId('session', row.id),
    name: row.actor.name,
    breadth: row.breadth,
    until: row.expiresAt,
  }))
}

async function activityMoments(ctx: Context, sessionId: string, orderedAt: Date | undefined): Promise<SessionMoment[]> {
  const { delegatedSessionActivity } = reader()
  const where = { orgId: ctx.orgId, sessionId }
  const [denied, late] = await Promise.all([
    delegatedSessionActivity.findMany({
      where: { ...where, deniedCount: { gt: 0 } },
      orderBy: { minute: 'desc' },
      take: MOST,
    }),
    orderedAt
      ? delegatedSessionActivity.findMany({
          where: { ...where, minute: { gte: orderedAt }, allowedCount: { gt: 0 } },
          orderBy: { minute: 'desc' },
          take: 5,
        })
      : [],
  ])
  return [
    ...denied.map((row): SessionMoment => ({ what: 'denied', at: row.minute, by: null, count: row.deniedCount })),
    ...late.map((row): SessionMoment => ({ what: 'late', at: row.minute, by: null, count: row.allowedCount })),
  ]
}

async function refusedMoments(ctx: Context, { id }: Found): Promise<SessionMoment[]> {
  const rows = await reader().$queryRaw<{ at: Date; code: string; message: string | null; system: string | null }[]>`
    select t.at, t.error_code as code, t.error_message as message, y.name as system from delegation_attempts t
    left join systems y on y.org_id = t.org_id and y.id = t.system_id
    where t.org_id = ${ctx.orgId}::uuid and t.parent_session_id = ${id}::uuid
    order by t.id desc limit 10`
  return rows.map((row) => ({ what: 'refused', by: null, ...row }))
}

async function findingMoments(ctx: Context, subjectId: string): Promise<SessionMoment[]> {
  const rows = await reader().finding.findMany({
    where: { orgId: ctx.orgId, subjectKind: 'session', subjectId },
    take: 20,
  })
  return rows.map(({ id, openedAt, title, detector }) => ({
    what: 'finding',
    at: openedAt,
    by: detector,
    id: toPublicId('finding', id),
    title,
  }))
}

async function recordedMoments(ctx: Context, subjectId: string): Promise<SessionMoment[]> {
  if (!isAllowed(ctx, 'view-audit')) return []
  const rows = await reader().auditEvent.findMany({
    where: { orgId: ctx.orgId, subjectKind: 'session', subjectId, action: { notIn: TOLD } },
    orderBy: { id: 'desc' },
    take: MOST,
  })
  return rows.map((row) => ({
    what: 'recorded',
    at: row.at,
    by: row.actorName,
    action: row.action as AuditAction,
    reason: row.reason,
  }))
}

/** What happened in the life of one delegated session, latest first, at most 40 things. Errors: `not_found`. */
export async function listSessionTimeline(ctx: Context, publicId: string): Promise<SessionMoment[]> {
  authorize(ctx, 'view-access')
  const id = fromPublicId('session', publicId)
  const session = await findSession(ctx, id)
  if (!session) throw notFound('session')
  const parts = await Promise.all([
    childMoments(ctx, id),
    activityMoments(ctx, id, session.revocation?.requestedAt),
    refusedMoments(ctx, session),
    findingMoments(ctx, id),
    recordedMoments(ctx, id),
  ])
  const moments = [...ownMoments(session, ctx.now), ...parts.flat()]
  // Of one moment, what was told later happened later.
  return moments
    .toReversed()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, MOST)
}
