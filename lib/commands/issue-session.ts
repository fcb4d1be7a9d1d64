import { z } from 'zod'
import { describePermissions, storePermissionSet } from '@/lib/commands/store-permission-set'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { breadthOf } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { notFound } from '@/lib/domain/error'
import { type IssuableGrant, type IssueRequest, type Refusal, refusalsFor, sessionExpiry } from '@/lib/domain/grant'
import { breadthLimit, DEFAULT_LIMITS, type Tier } from '@/lib/domain/limits'
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

const grantParts = { windows: true, targets: { include: { permissionSet: true, system: true } } } as const

async function loadGrant(tx: Tx, orgId: string, id: string) {
  const grant = await tx.delegationGrant.findUnique({ where: { orgId_id: { orgId, id } }, include: grantParts })
  if (grant?.origin !== 'managed') throw notFound('grant')
  return grant
}

async function loadParent(tx: Tx, orgId: string, publicId: string | null | undefined) {
  if (!publicId) return null
  const id = fromPublicId('session', publicId)
  const parent = await tx.delegatedSession.findUnique({
    where: { orgId_id: { orgId, id } },
    include: { permissionSet: true },
  })
  if (!parent) throw notFound('session')
  return parent
}

async function countLive(tx: Tx, ctx: Context, grantId: string): Promise<number> {
  const status = { in: [...LIVE_STATUSES] }
  return tx.delegatedSession.count({ where: { orgId: ctx.orgId, grantId, status, expiresAt: { gt: ctx.now } } })
}

type Loaded = { grant: Awaited<ReturnType<typeof loadGrant>>; parent: Awaited<ReturnType<typeof loadParent>> }

async function refuse(tx: Tx, ctx: Context, { grant, parent }: Loaded, input: Input, refusals: Refusal[]) {
  const { orgId, now } = ctx
  const [first] = refusals
  await tx.delegationAttempt.create({
    data: {
      orgId,
      id: newId(now),
      at: now,
      actorId: grant.actorId,
      principalId: grant.principalId,
      grantId: grant.id,
      systemId: fromPublicId('system', input.systemId),
      parentSessionId: parent?.id ?? null,
      requested: { permissions: input.permissions ?? [], ttlSeconds: input.ttlSeconds },
      errorCode: first?.code ?? 'refused',
      errorMessage: refusals.map((refusal) => refusal.message).join(' '),
    },
  })
  const event = {
    action: 'session.refused',
    subjectKind: 'grant',
    subjectId: grant.id,
    subjectName: grant.name,
  } as const
  return { result: { refusals }, events: [{ ...event, reason: first?.message, data: { refusals } }] as const }
}

/** Issues a delegated session under a managed grant, or says every reason why not; either is on record. */
export async function issueSession(ctx: Context, input: Input): Promise<IssueAnswer> {
  authorize(ctx, 'issue-session')
  const grantId = fromPublicId('grant', input.grantId)
  const systemId = fromPublicId('system', input.systemId)
  return mutate<IssueAnswer>(ctx, async (tx) => {
    const grant = await loadGrant(tx, ctx.orgId, grantId)
    const parent = await loadParent(tx, ctx.orgId, input.parentId)
    const target = grant.targets.find((candidate) => candidate.systemId === systemId)
    const bounds = { ...grant, permissions: target?.permissionSet?.permissions ?? [] } as IssuableGrant
    const request: IssueRequest = {
      ttlSeconds: input.ttlSeconds,
      permissions: input.permissions ?? bounds.permissions,
      liveSessions: grant.maxConcurrentSessions === null ? 0 : await countLive(tx, ctx, grantId),
      parent: parent && { ...parent, permissions: parent.permissionSet?.permissions ?? [] },
    }
    const refusals = refusalsFor(bounds, request, ctx.now)
    if (!target) refusals.unshift({ code: 'system-not-granted', message: 'The grant does not cover this system.' })
    if (!target || refusals.length > 0) return refuse(tx, ctx, { grant, parent }, input, refusals)
    const expiresAt = sessionExpiry(bounds, request, ctx.now)
    const id = await createSession(tx, ctx, { grant, parent }, input, {
      systemId,
      expiresAt,
      permissions: request.permissions,
    })
    const data = {
      grantId: input.grantId,
      expiresAt,
      permissions: request.permissions.length,
      parentId: input.parentId ?? null,
    }
    return {
      result: { sessionId: toPublicId('session', id), expiresAt },
      events: [{ action: 'session.issued', subjectKind: 'session', subjectId: id, subjectName: grant.name, data }],
    }
  })
}

type Terms = { systemId: string; expiresAt: Date; permissions: readonly string[] }

async function createSession(
  tx: Tx,
  ctx: Context,
  { grant, parent }: Loaded,
  input: Input,
  terms: Terms,
): Promise<string> {
  const { orgId, now } = ctx
  const id = newId(now)
  const system = await tx.system.findUniqueOrThrow({ where: { orgId_id: { orgId, id: terms.systemId } } })
  const permissions = await describePermissions(tx, orgId, terms.systemId, terms.permissions)
  const tier = system.tier as Tier
  const breadth = breadthOf(permissions, tier)
  const limit = breadthLimit(DEFAULT_LIMITS, tier, (terms.expiresAt.getTime() - now.getTime()) / 1000)
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
      systemId: terms.systemId,
      status: 'active',
      issuedAt: now,
      startsAt: now,
      expiresAt: terms.expiresAt,
      purpose: input.purpose ?? grant.purpose,
      ticket: input.ticket ?? grant.ticket,
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
      createdAt: now,
    },
  })
  return id
}
