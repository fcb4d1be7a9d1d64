import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { Environment } from '@/lib/domain/identity'
import type { AskedSystem, Decider, InboxItem, InboxKind } from '@/lib/domain/inbox'
import type { ApprovalStatus } from '@/lib/domain/life'
import { breadthLimit, type Tier } from '@/lib/domain/limits'
import type { AccessLevel } from '@/lib/domain/permission'
import { describeWindow } from '@/lib/domain/window'
import { fromPublicId, toPublicId } from '@/lib/id'
import { getSessionRequest } from '@/lib/queries/get-session-request'
import { readDeciders } from '@/lib/queries/read-deciders'
import { readLimits } from '@/lib/queries/read-limits'
import { readPairHistory } from '@/lib/queries/read-pair-history'
import { namedIdentity } from '@/lib/queries/read-session-rows'

const party = { select: { id: true, name: true, kind: true, status: true, email: true } } as const

async function findApproval({ orgId }: Context, id: string) {
  const approval = await reader().approval.findUnique({
    where: { orgId_id: { orgId, id } },
    include: { stages: { select: { requiredVotes: true } } },
  })
  if (!approval || !['grant', 'session'].includes(approval.subjectKind)) throw notFound('request')
  return approval
}
type Approval = Awaited<ReturnType<typeof findApproval>>

async function findGrant({ orgId }: Context, id: string) {
  const grant = await reader().delegationGrant.findUnique({
    where: { orgId_id: { orgId, id } },
    include: {
      principal: party,
      actor: { select: { ...party.select, owner: party } },
      targets: { include: { system: true, permissionSet: true } },
      windows: { orderBy: { position: 'asc' } },
    },
  })
  if (!grant) throw notFound('grant')
  return grant
}
type Grant = Awaited<ReturnType<typeof findGrant>>

/** What a grant would allow, as its systems describe it; a permission that a system no longer knows stands by its key. */
async function readAsked({ orgId }: Context, { targets }: Grant, usedIn: Map<string, number>): Promise<AskedSystem[]> {
  const known = await reader().permission.findMany({
    where: {
      orgId,
      OR: targets.map(({ systemId, permissionSet }) => ({ systemId, key: { in: permissionSet?.permissions ?? [] } })),
    },
  })
  return targets.map(({ system, permissionSet, resources, tenants }) => ({
    system: {
      id: toPublicId('system', system.id),
      name: system.name,
      tier: system.tier as Tier,
      environment: system.environment as Environment,
    },
    permissions: (permissionSet?.permissions ?? []).map((key) => {
      const found = known.find((each) => each.systemId === system.id && each.key === key)
      const accessLevel = (found?.accessLevel ?? null) as AccessLevel | null
      return { key, title: found?.title ?? null, accessLevel, usedIn: usedIn.get(`${system.id} ${key}`) ?? 0 }
    }),
    tenants,
    resources: Array.isArray(resources) ? resources.map(String) : [],
  }))
}

/** Why the reader cannot decide; null where they can. */
function cannotDecide(status: ApprovalStatus, deciders: readonly Decider[]): string | null {
  if (status !== 'pending') return `This request is ${status}.`
  const me = deciders.find(({ isReader }) => isReader)
  if (!me) return 'You are not among those who are asked.'
  return me.hindrance && `Whoever ${me.hindrance} cannot decide.`
}

type Common = Pick<
  InboxItem,
  | 'id'
  | 'kind'
  | 'grant'
  | 'actor'
  | 'principal'
  | 'requestedBy'
  | 'requestedAt'
  | 'expiresAt'
  | 'decidedAt'
  | 'deciders'
  | 'neededVotes'
  | 'standsUntil'
  | 'windows'
>

async function readCommon(ctx: Context, approval: Approval, grant: Grant): Promise<Common> {
  const { id: approvalId, requestedBy, requestedAt, expiresAt, decidedAt, stages } = approval
  const { principal, actor } = grant
  return {
    id: toPublicId('approval', approvalId),
    kind: approval.subjectKind as InboxKind,
    grant: { id: toPublicId('grant', grant.id), name: grant.name },
    actor: namedIdentity(actor),
    principal: namedIdentity(principal),
    ...{ requestedBy, requestedAt, expiresAt, decidedAt },
    deciders: await readDeciders(ctx, approvalId),
    neededVotes: stages.reduce((sum, stage) => sum + stage.requiredVotes, 0) || 1,
    standsUntil: grant.expiresAt,
    windows: grant.windows.map(describeWindow),
  }
}

async function readGrantItem(ctx: Context, approval: Approval, grant: Grant, common: Common): Promise<InboxItem> {
  const { history, usedIn } = await readPairHistory(ctx, 'grant', { ...grant, grantId: grant.id })
  const limits = await readLimits(ctx.orgId)
  const { breadth, tier, maxSessionTtlSeconds: ttlSeconds, purpose, ticket, grantedCount } = grant
  const isLapsed = approval.status === 'pending' && approval.expiresAt <= ctx.now
  const status = isLapsed ? 'lapsed' : (approval.status as ApprovalStatus)
  return {
    ...common,
    ...{ status, breadth, ttlSeconds, purpose, ticket, history },
    ...{ client: null, details: [], isDpopBound: grant.requiresDpop, context: null, sessionId: null },
    permissionCount: grantedCount ?? 0,
    limit: ttlSeconds === null ? null : breadthLimit(limits, tier as Tier, ttlSeconds),
    asked: await readAsked(ctx, grant, usedIn),
    cannotDecide: cannotDecide(status, common.deciders),
  }
}

async function readSessionItem(ctx: Context, grant: Grant, common: Common): Promise<InboxItem> {
  const request = await getSessionRequest(ctx, common.id)
  const { history, usedIn } = await readPairHistory(ctx, 'session', { ...grant, grantId: grant.id })
  const { status, client, breadth, breadthLimit: limit, ttlSeconds, purpose, ticket, context, sessionId } = request
  return {
    ...common,
    ...{ status, client, breadth, limit, ttlSeconds, purpose, ticket, context, sessionId, history },
    permissionCount: request.permissionCount,
    isDpopBound: request.isDpopBound,
    details: request.authorizationDetails,
    asked: request.permissions.map(({ system, permissions }) => ({
      system,
      permissions: permissions.map((each) => ({
        ...each,
        usedIn: usedIn.get(`${fromPublicId('system', system.id)} ${each.key}`) ?? 0,
      })),
      ...{ tenants: [], resources: [] },
    })),
    cannotDecide: cannotDecide(status, common.deciders),
  }
}

/** One question put to people, with what they must see to answer it. Errors: `not_found`. */
export async function getInboxItem(ctx: Context, publicId: string): Promise<InboxItem> {
  authorize(ctx, 'view-access')
  const approval = await findApproval(ctx, fromPublicId('approval', publicId))
  const asked = approval.asked as { grantId?: unknown } | null
  const grantId = approval.subjectKind === 'grant' ? approval.subjectId : String(asked?.grantId)
  const grant = await findGrant(ctx, grantId)
  const common = await readCommon(ctx, approval, grant)
  return approval.subjectKind === 'grant'
    ? readGrantItem(ctx, approval, grant, common)
    : readSessionItem(ctx, grant, common)
}
