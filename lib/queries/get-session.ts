import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { lifetimeLimitSeconds, type Tier } from '@/lib/domain/limits'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readLimits } from '@/lib/queries/read-limits'
import { readSessionRows } from '@/lib/queries/read-session-rows'
import { subjectEvents, subjectFindings } from '@/lib/queries/subject-history'

export type SessionDetail = Awaited<ReturnType<typeof getSession>>

async function findSession(ctx: Context, id: string) {
  const session = await reader().delegatedSession.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: {
      connector: { select: { id: true, kind: true, name: true, canRevoke: true } },
      grant: {
        select: { permissionsKnown: true, grantedWeight: true, maxChainDepth: true, maxSessionTtlSeconds: true },
      },
      parent: { select: { grantedWeight: true, breadth: true } },
      permissionSet: { select: { permissionCount: true } },
    },
  })
  if (!session) throw notFound('session')
  return session
}
type Found = Awaited<ReturnType<typeof findSession>>

const share = (part: number | null, whole: number | null | undefined) =>
  part === null || !whole ? null : Math.min(1, part / whole)

/** How it was issued and what it is bound to, as far as the source said. */
function provenanceOf(session: Found) {
  return {
    name: session.name,
    method: session.method,
    purpose: session.purpose,
    ticket: session.ticket,
    sourceIdentity: session.sourceIdentity,
    sourceAddress: session.sourceAddress,
    sessionArn: session.sessionArn,
    externalId: session.externalId,
    tags: Object.entries((session.tags ?? {}) as Record<string, unknown>).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    sessionPolicy: session.sessionPolicy,
    connector: session.connector && { ...session.connector, id: toPublicId('connector', session.connector.id) },
  }
}

/** Why nobody can say what it was granted; null where that is known. */
function whyUnknown({ permissionSet, grant, issuanceSeen, origin }: Found): string | null {
  if (permissionSet || origin === 'managed') return null
  if (!grant) return 'no grant behind it was reported by the source'
  if (!grant.permissionsKnown) return 'the policies of the role behind it are not in what the source reported'
  if (!issuanceSeen) return 'its issuing event was not seen, and so not what narrowed it'
  return 'the source did not report what narrowed it'
}

function countRelations(ctx: Context, id: string) {
  const { delegatedSession } = reader()
  return Promise.all([
    delegatedSession.count({ where: { orgId: ctx.orgId, parentId: id } }),
    reader().delegatedSessionUse.groupBy({ by: ['systemId'], where: { orgId: ctx.orgId, sessionId: id } }),
  ])
}

async function systemsOf(ctx: Context, session: Found, used: { systemId: string }[]) {
  const ids = [...new Set([session.systemId, ...used.map((use) => use.systemId)])]
  const rows = await reader().system.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true, tier: true },
    orderBy: { tier: 'asc' },
  })
  return rows.map((row) => ({ ...row, id: toPublicId('system', row.id), tier: row.tier as Tier }))
}

/** Everything the page of one delegated session says but its uses, chain, life and timeline, which are asked for apart.
 *  `events` is null for whoever may not see the audit log. Errors: `not_found`. */
export async function getSession(ctx: Context, publicId: string) {
  authorize(ctx, 'view-access')
  const session = await findSession(ctx, fromPublicId('session', publicId))
  const [[row], limits, [children, used], findings, events] = await Promise.all([
    readSessionRows(ctx, [session.id]),
    readLimits(ctx.orgId),
    countRelations(ctx, session.id),
    subjectFindings(ctx, 'session', session.id),
    subjectEvents(ctx, 'session', session.id),
  ])
  if (!row) throw notFound('session')
  const tier = session.tier as Tier
  return {
    ...row,
    ...provenanceOf(session),
    tier,
    depth: session.depth,
    maxChainDepth: session.grant?.maxChainDepth ?? null,
    children,
    systems: await systemsOf(ctx, session, used),
    lifetimeLimitSeconds: row.breadth === null ? null : lifetimeLimitSeconds(limits, tier, row.breadth),
    shareOfGrant: share(session.grantedWeight, session.grant?.grantedWeight),
    shareOfParent: share(session.grantedWeight, session.parent?.grantedWeight),
    parentBreadth: session.parent?.breadth ?? null,
    lockedUntil: session.lockedUntil,
    endedBy: session.endedBy,
    allowedCount: Number(session.allowedCount),
    deniedCount: Number(session.deniedCount),
    permissionCount: session.permissionSet?.permissionCount ?? session.grantedCount,
    whyUnknown: whyUnknown(session),
    allFindings: findings,
    events,
  }
}
