import { z } from 'zod'
import { loadLimits } from '@/lib/commands/load-limits'
import { describePermissions, storePermissionSet } from '@/lib/commands/store-permission-set'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { breadthOf } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { notFound } from '@/lib/domain/error'
import {
  type IssuableGrant,
  type IssueRequest,
  type ParentSession,
  type Refusal,
  refusalsFor,
  sessionExpiry,
} from '@/lib/domain/grant'
import { breadthLimit, type Tier } from '@/lib/domain/limits'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** A session as asked for: on one system of the grant, for `ttlSeconds`; no `permissions` = all that the grant has there. */
export const issueSessionInput = z.object({
  grantId: z.string(),
  systemId: z.string(),
  permissions: z.array(z.string()).optional(),
  ttlSeconds: z.number().int().min(1),
  parentId: z.string().nullish(),
  purpose: z.string().max(1000).nullish(),
  ticket: z.string().max(200).nullish(),
})
type Input = z.output<typeof issueSessionInput>

/** The answer to a request for a session: a session, or every reason why not. */
export type IssueAnswer = { sessionId: string; expiresAt: Date } | { refusals: Refusal[] }

const grantParts = { windows: true, targets: { include: { permissionSet: true } } } as const

async function loadGrant(tx: Tx, orgId: string, id: string) {
  const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId, id } }, include: grantParts })
  if (grant?.origin !== 'managed') throw notFound('grant')
  return grant
}

async function loadSystem(tx: Tx, orgId: string, id: string): Promise<{ id: string; tier: Tier }> {
  const system = await tx.system.findUnique({ where: { orgId_id: { orgId, id } }, select: { id: true, tier: true } })
  if (!system) throw notFound('system')
  return { id, tier: system.tier as Tier }
}

/** What a session on one system may pass on to another: nothing. So may one whose permissions are unknown. */
async function loadParent(tx: Tx, orgId: string, publicId: string | null | undefined, systemId: string) {
  if (!publicId) return null
  const id = fromPublicId('session', publicId)
  const parent = await tx.delegatedSession.findUnique({
    where: { orgId_id: { orgId, id } },
    include: { permissionSet: true },
  })
  if (!parent) throw notFound('session')
  const permissions = parent.systemId === systemId ? (parent.permissionSet?.permissions ?? []) : []
  return { ...parent, permissions } as typeof parent & ParentSession
}

async function countLive(tx: Tx, ctx: Context, grantId: string): Promise<number> {
  const status = { in: [...LIVE_STATUSES] }
  return tx.delegatedSession.count({ where: { orgId: ctx.orgId, grantId, status, expiresAt: { gt: ctx.now } } })
}

type Loaded = {
  grant: Awaited<ReturnType<typeof loadGrant>>
  parent: Awaited<ReturnType<typeof loadParent>>
  system: { id: string; tier: Tier }
}

async function load(tx: Tx, ctx: Context, input: Input): Promise<Loaded> {
  const grant = await loadGrant(tx, ctx.orgId, fromPublicId('grant', input.grantId))
  const system = await loadSystem(tx, ctx.orgId, fromPublicId('system', input.systemId))
  return { grant, system, parent: await loadParent(tx, ctx.orgId, input.parentId, system.id) }
}

async function toRequest(tx: Tx, ctx: Context, { grant, parent, system }: Loaded, input: Input) {
  const target = grant.targets.find((candidate) => candidate.systemId === system.id)
  const bounds = { ...grant, permissions: target?.permissionSet?.permissions ?? [] } as IssuableGrant
  const request: IssueRequest = {
    ttlSeconds: input.ttlSeconds,
    permissions: input.permissions ?? bounds.permissions,
    liveSessions: grant.maxConcurrentSessions === null ? 0 : await countLive(tx, ctx, grant.id),
    parent,
  }
  return { bounds, request, isCovered: target !== undefined }
}

async function refuse(tx: Tx, ctx: Context, { grant, parent, system }: Loaded, input: Input, refusals: Refusal[]) {
  const [first] = refusals
  await tx.delegationAttempt.create({
    data: {
      orgId: ctx.orgId,
      id: newId(ctx.now),
      at: ctx.now,
      actorId: grant.actorId,
      principalId: grant.principalId,
      grantId: grant.id,
      systemId: system.id,
      parentSessionId: parent?.id ?? null,
      requested: { permissions: input.permissions ?? [], ttlSeconds: input.ttlSeconds },
      errorCode: first?.code ?? 'refused',
      errorMessage: refusals.map((refusal) => refusal.message).join(' '),
    },
  })
  const subject = { subjectKind: 'grant', subjectId: grant.id, subjectName: grant.name } as const
  const event = { action: 'session.refused', ...subject, reason: first?.message, data: { refusals } } as const
  return { result: { refusals }, events: [event] as const }
}

/** Issues a delegated session under a managed grant, or says every reason why not; either is on record. */
export async function issueSession(ctx: Context, input: Input): Promise<IssueAnswer> {
  authorize(ctx, 'issue-session')
  return mutate<IssueAnswer>(ctx, async (tx) => {
    const loaded = await load(tx, ctx, input)
    const { bounds, request, isCovered } = await toRequest(tx, ctx, loaded, input)
    const refusals = refusalsFor(bounds, request, ctx.now)
    if (!isCovered) refusals.unshift({ code: 'system-not-granted', message: 'The grant does not cover this system.' })
    if (refusals.length > 0) return refuse(tx, ctx, loaded, input, refusals)
    const expiresAt = sessionExpiry(bounds, request, ctx.now)
    const id = await createSession(tx, ctx, loaded, input, { expiresAt, permissions: request.permissions })
    const counted = { permissions: request.permissions.length, parentId: input.parentId ?? null }
    const data = { grantId: input.grantId, expiresAt, ...counted }
    const subject = { subjectKind: 'session', subjectId: id, subjectName: loaded.grant.name } as const
    return {
      result: { sessionId: toPublicId('session', id), expiresAt },
      events: [{ action: 'session.issued', ...subject, data }],
    }
  })
}

type Terms = { expiresAt: Date; permissions: readonly string[] }

/** What the session holds and how that stands to the limit for its lifetime. */
async function measure(tx: Tx, ctx: Context, { id: systemId, tier }: Loaded['system'], terms: Terms) {
  const permissions = await describePermissions(tx, ctx.orgId, systemId, terms.permissions)
  const breadth = breadthOf(permissions, tier)
  const lifetimeSeconds = (terms.expiresAt.getTime() - ctx.now.getTime()) / 1000
  const limit = breadthLimit(await loadLimits(tx, ctx.orgId), tier, lifetimeSeconds)
  return {
    permissionSetId: await storePermissionSet(tx, ctx, permissions),
    tier,
    breadth: breadth.score,
    breadthLimit: limit,
    isOverLimit: breadth.score > limit,
    grantedWeight: breadth.weight,
    grantedCount: breadth.count,
    usedWeight: 0,
    usedCount: 0,
    unusedShare: 1,
  }
}

async function createSession(tx: Tx, ctx: Context, loaded: Loaded, input: Input, terms: Terms): Promise<string> {
  const { orgId, now } = ctx
  const { grant, parent, system } = loaded
  const id = newId(now)
  const measures = await measure(tx, ctx, system, terms)
  await tx.delegatedSession.create({
    data: {
      orgId,
      id,
      origin: 'managed',
      method: 'token-exchange',
      grantId: grant.id,
      parentId: parent?.id ?? null,
      depth: parent ? parent.depth + 1 : 0,
      principalId: grant.principalId,
      actorId: grant.actorId,
      systemId: system.id,
      status: 'active',
      issuedAt: now,
      startsAt: now,
      expiresAt: terms.expiresAt,
      purpose: input.purpose ?? grant.purpose,
      ticket: input.ticket ?? grant.ticket,
      ...measures,
      createdAt: now,
    },
  })
  return id
}
