import { z } from 'zod'
import { loadOwner } from '@/lib/commands/load-owner'
import { describePermissions, storePermissionSet } from '@/lib/commands/store-permission-set'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { grantBoundsInput } from '@/lib/domain/grant'
import type { Tier } from '@/lib/domain/limits'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

const PENDING_HOURS = 24

export const requestGrantInput = grantBoundsInput.extend({
  name: z.string().trim().min(1).max(200),
  principalId: z.string(),
  actorId: z.string(),
  ownerId: z.string().nullish(),
  purpose: z.string().trim().min(3).max(1000),
  ticket: z.string().trim().max(200).nullish(),
})
export type GrantRequest = z.output<typeof requestGrantInput>

type Target = GrantRequest['targets'][number]
type StoredTarget = {
  systemId: string
  permissionSetId: string
  resources: string[]
  tenants: string[]
  breadth: Breadth
  tier: Tier
}

async function storeTarget(tx: Tx, ctx: Context, target: Target): Promise<StoredTarget> {
  const systemId = fromPublicId('system', target.systemId)
  const system = await tx.system.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id: systemId } } })
  if (!system) throw notFound('system')
  const permissions = await describePermissions(tx, ctx.orgId, systemId, target.permissions)
  const permissionSetId = await storePermissionSet(tx, ctx, permissions)
  const tier = system.tier as Tier
  const { resources, tenants } = target
  return { systemId, permissionSetId, resources, tenants, breadth: breadthOf(permissions, tier), tier }
}

async function checkParties(tx: Tx, ctx: Context, ids: readonly string[]): Promise<void> {
  const parties = await tx.identity.findMany({ where: { orgId: ctx.orgId, id: { in: [...ids] } } })
  if (parties.length < new Set(ids).size) throw notFound('identity')
  const gone = parties.find((party) => party.status !== 'active')
  if (gone) throw new DomainError('identity_gone', `${gone.name} is ${gone.status}.`)
}

function checkBounds({ startsAt, expiresAt, targets }: GrantRequest, now: Date): void {
  const start = startsAt && startsAt > now ? startsAt : now
  if (expiresAt !== null && expiresAt <= start) {
    throw new DomainError('invalid_input', 'A grant has to end after it starts, and in the future.')
  }
  if (new Set(targets.map((target) => target.systemId)).size < targets.length) {
    throw new DomainError('invalid_input', 'Name each system once.')
  }
}

type Requested = { id: string; principalId: string; actorId: string; ownerId: string | null; targets: StoredTarget[] }

async function createGrant(tx: Tx, ctx: Context, input: GrantRequest, requested: Requested): Promise<Breadth> {
  const { targets, ...parties } = requested
  const breadth = combineBreadth(targets.map((target) => target.breadth))
  await tx.delegationGrant.create({
    data: {
      orgId: ctx.orgId,
      ...parties,
      origin: 'managed',
      name: input.name,
      requestedByMemberId: requesterOf(ctx),
      status: 'pending',
      purpose: input.purpose,
      ticket: input.ticket ?? null,
      maxSessionTtlSeconds: input.maxSessionTtlSeconds,
      startsAt: input.startsAt ?? ctx.now,
      expiresAt: input.expiresAt,
      maxChainDepth: input.maxChainDepth,
      maxConcurrentSessions: input.maxConcurrentSessions,
      requiresSessionApproval: input.requiresSessionApproval,
      requiresDpop: input.requiresDpop,
      idleTimeoutSeconds: input.idleTimeoutSeconds,
      tier: Math.min(...targets.map((target) => target.tier)),
      breadth: breadth.score,
      grantedWeight: breadth.weight,
      grantedCount: breadth.count,
      usedWeight: 0,
      usedCount: 0,
      unusedShare: 1,
      createdAt: ctx.now,
    },
  })
  await createBounds(tx, ctx, input, requested)
  return breadth
}

async function createBounds(tx: Tx, { orgId }: Context, { windows }: GrantRequest, { id, targets }: Requested) {
  await tx.grantTarget.createMany({
    data: targets.map(({ breadth: _, tier: __, ...target }) => ({ orgId, grantId: id, ...target })),
  })
  await tx.grantWindow.createMany({
    data: windows.map((window, position) => ({ orgId, grantId: id, position, ...window })),
  })
}

const requesterOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.memberId : null)

/** Asks for standing permission for an actor to act for a principal. It is *pending* until an approver decides. */
export async function requestGrant(
  ctx: Context,
  input: GrantRequest,
): Promise<{ grantId: string; approvalId: string }> {
  authorize(ctx, 'request-grant')
  checkBounds(input, ctx.now)
  const [principalId, actorId] = [fromPublicId('identity', input.principalId), fromPublicId('identity', input.actorId)]
  const [id, approvalId] = [newId(ctx.now), newId(ctx.now)]
  return mutate(ctx, async (tx) => {
    await checkParties(tx, ctx, [principalId, actorId])
    const ownerId = (await loadOwner(tx, ctx, input.ownerId))?.id ?? null
    const targets: StoredTarget[] = []
    for (const target of input.targets) targets.push(await storeTarget(tx, ctx, target))
    const breadth = await createGrant(tx, ctx, input, { id, principalId, actorId, ownerId, targets })
    await askForApproval(tx, ctx, { approvalId, grantId: id, requestedByMemberId: requesterOf(ctx) })
    const subject = { subjectKind: 'grant', subjectId: id, subjectName: input.name, reason: input.purpose } as const
    return {
      result: { grantId: toPublicId('grant', id), approvalId: toPublicId('approval', approvalId) },
      events: [{ action: 'grant.requested', ...subject, data: { breadth: breadth.score } }],
    }
  })
}

type Question = { approvalId: string; grantId: string; requestedByMemberId: string | null }

async function askForApproval(tx: Tx, ctx: Context, question: Question): Promise<void> {
  const { orgId } = ctx
  await tx.approval.create({
    data: {
      orgId,
      id: question.approvalId,
      subjectKind: 'grant',
      subjectId: question.grantId,
      status: 'pending',
      requestedByMemberId: question.requestedByMemberId,
      requestedBy: ctx.actor.name,
      requestedAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + PENDING_HOURS * 3_600_000),
    },
  })
  await tx.approvalStage.create({
    data: {
      orgId,
      approvalId: question.approvalId,
      position: 1,
      name: 'Approver',
      requiredVotes: 1,
      eligible: { roles: ['approver'] },
    },
  })
}
