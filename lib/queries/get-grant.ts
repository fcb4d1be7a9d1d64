import { z } from 'zod'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { breadthOfCounts } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { effectiveGrantStatus } from '@/lib/domain/grant-filter'
import type { IdentityName } from '@/lib/domain/grant-row'
import { grantedAndUsed } from '@/lib/domain/granted-and-used'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { GrantStatus } from '@/lib/domain/life'
import { breadthLimit, type Tier } from '@/lib/domain/limits'
import { ACCESS_LEVELS, RISK_CATEGORIES } from '@/lib/domain/permission'
import { describeWindow } from '@/lib/domain/window'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readGranted, readGrantUses } from '@/lib/queries/grant-uses'
import { readLimits } from '@/lib/queries/read-limits'
import { readSessionRows } from '@/lib/queries/read-session-rows'
import { liveSql } from '@/lib/queries/session-where'
import { subjectEvents, subjectFindings } from '@/lib/queries/subject-history'

const LATEST_SESSIONS = 8

export type GrantDetail = Awaited<ReturnType<typeof getGrant>>

async function findGrant(ctx: Context, id: string) {
  const grant = await reader().delegationGrant.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: {
      principal: true,
      actor: true,
      owner: true,
      connector: true,
      requestedByMember: true,
      targets: { include: { system: true, permissionSet: true } },
      windows: { orderBy: { position: 'asc' } },
    },
  })
  if (!grant) throw notFound('grant')
  return grant
}
type Found = Awaited<ReturnType<typeof findGrant>>

function toName({ id, name, kind, status }: { id: string; name: string; kind: string; status: string }): IdentityName {
  return { id: toPublicId('identity', id), name, kind: kind as IdentityKind, hasLeft: status === 'departed' }
}

const counts = z.object({
  levels: z.record(z.enum(ACCESS_LEVELS), z.number()),
  categories: z.record(z.enum(RISK_CATEGORIES), z.number()),
})

/** What a list of permissions leaves unsaid of the policies behind it (conditions, limits to resources), by kind. */
function noteCounts(notes: unknown): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { kind } of z.array(z.object({ kind: z.string() })).safeParse(notes).data ?? []) {
    counted[kind] = (counted[kind] ?? 0) + 1
  }
  return counted
}

/** Breadth of a stored set on a system; null where there is none to weigh. */
function breadthOn(set: Found['targets'][number]['permissionSet'], tier: Tier): number | null {
  const parsed = counts.safeParse(set)
  if (!parsed.success) return null
  return breadthOfCounts({ byLevel: parsed.data.levels, byCategory: parsed.data.categories }, tier).score
}

function toTarget(
  { system, permissionSet, resources, tenants }: Found['targets'][number],
  used: Map<string, number | null>,
) {
  return {
    system: { id: toPublicId('system', system.id), name: system.name, tier: system.tier as Tier },
    environment: system.environment as Environment,
    permissionCount: permissionSet?.permissionCount ?? null,
    breadth: breadthOn(permissionSet, system.tier as Tier),
    usedBreadth: used.get(system.id) ?? null,
    notes: noteCounts(permissionSet?.notes),
    resources: Array.isArray(resources) ? resources.map(String) : [],
    tenants,
  }
}

/** The bounds of a grant. Null is not set, or for an observed grant not known. Times to live are seconds. */
function boundsOf(grant: Found, now: Date) {
  return {
    status: effectiveGrantStatus({ status: grant.status as GrantStatus, expiresAt: grant.expiresAt }, now),
    maxSessionTtlSeconds: grant.maxSessionTtlSeconds,
    startsAt: grant.startsAt,
    expiresAt: grant.expiresAt,
    windows: grant.windows.map(describeWindow),
    maxChainDepth: grant.maxChainDepth,
    maxConcurrentSessions: grant.maxConcurrentSessions,
    requiresSessionApproval: grant.requiresSessionApproval,
    requiresDpop: grant.requiresDpop,
    idleTimeoutSeconds: grant.idleTimeoutSeconds,
    purpose: grant.purpose,
    ticket: grant.ticket,
    endsWithTicket: grant.endsWithTicket,
    isBreakGlass: grant.isBreakGlass,
    hasBegun: grant.decidedAt !== null && grant.status !== 'denied',
  }
}

async function readSessions(ctx: Context, grantId: string) {
  const [ids, [count]] = await Promise.all([
    reader().delegatedSession.findMany({
      where: { orgId: ctx.orgId, grantId },
      orderBy: { id: 'desc' },
      take: LATEST_SESSIONS,
      select: { id: true },
    }),
    reader().$queryRaw<{ live: number }[]>`
      select count(*)::int as live from delegated_sessions s
      where s.org_id = ${ctx.orgId}::uuid and s.grant_id = ${grantId}::uuid and ${liveSql(ctx.now)}`,
  ])
  return {
    live: count?.live ?? 0,
    latest: await readSessionRows(
      ctx,
      ids.map(({ id }) => id),
    ),
  }
}

async function measure(ctx: Context, grant: Found) {
  const uses = await readGrantUses(ctx, grant.id)
  const { bySystem, ...use } = grantedAndUsed(await readGranted(ctx, grant.targets, uses), uses)
  const publicIds = new Map(grant.targets.map(({ system }) => [system.id, toPublicId('system', system.id)]))
  const lines = use.lines.map((line) => ({
    ...line,
    system: { ...line.system, id: publicIds.get(line.system.id) ?? line.system.id },
  }))
  return { use: { ...use, lines }, targets: grant.targets.map((target) => toTarget(target, bySystem)) }
}

/** Everything a page says of one grant. Needs `view-access`; `events` is null for who may not see the audit log. */
export async function getGrant(ctx: Context, publicId: string) {
  authorize(ctx, 'view-access')
  const grant = await findGrant(ctx, fromPublicId('grant', publicId))
  const [limits, measured, sessions, findings, events] = await Promise.all([
    readLimits(ctx.orgId),
    measure(ctx, grant),
    readSessions(ctx, grant.id),
    subjectFindings(ctx, 'grant', grant.id),
    subjectEvents(ctx, 'grant', grant.id),
  ])
  const { maxSessionTtlSeconds: ttl, tier } = grant
  return {
    id: publicId,
    name: grant.name,
    origin: grant.origin as 'managed' | 'observed',
    source: grant.connector?.kind ?? null,
    principal: toName(grant.principal),
    actor: toName(grant.actor),
    owner: grant.owner && toName(grant.owner),
    requestedBy: grant.requestedByMember?.name ?? null,
    ...boundsOf(grant, ctx.now),
    ...measured,
    tier: tier as Tier,
    permissionsKnown: grant.permissionsKnown,
    trust: grant.trust,
    breadth: grant.breadth,
    limit: ttl === null ? null : breadthLimit(limits, tier as Tier, ttl),
    unusedShare: grant.unusedShare,
    lastUsedAt: grant.lastUsedAt,
    sessions,
    findings,
    events,
  }
}
