import { toRequester } from '@/lib/commands/to-case'
import type { Prisma, Tx } from '@/lib/db'
import type { ApprovalCase } from '@/lib/domain/approval-route'
import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel, RiskCategory } from '@/lib/domain/permission'
import type { AskedSession } from '@/lib/domain/session-request'
import { toPublicId } from '@/lib/id'

export type Grant = Prisma.DelegationGrantGetPayload<{ include: { principal: true; actor: true } }>

/** The most critical system that a request is about. */
export function tierOf({ systems }: ApprovalCase): Tier {
  return Math.min(...systems.map(({ tier }) => tier)) as Tier
}

/** A session that is asked for, as the rules see it: never permanent, for a session always ends. */
export async function toSessionCase(tx: Tx, ctx: Context, asked: AskedSession, grant: Grant): Promise<ApprovalCase> {
  const { orgId } = ctx
  const systems = await tx.system.findMany({
    where: { orgId, id: { in: asked.systemIds } },
    include: { permissions: { where: { key: { in: asked.permissions } } } },
  })
  const parts = systems.map(({ tier, permissions }) => {
    const known = permissions.map(({ key, accessLevel, categories }) => {
      return { key, accessLevel: accessLevel as AccessLevel, categories: categories as RiskCategory[] }
    })
    return breadthOf(known, tier as Tier)
  })
  const levels = systems.flatMap(({ permissions }) => permissions.map(({ accessLevel }) => accessLevel as AccessLevel))
  const party = ({ id, kind }: { id: string; kind: string }) => {
    return { id: toPublicId('identity', id), kind: kind as IdentityKind }
  }
  return {
    change: 'session',
    breadth: combineBreadth(parts).score,
    accessLevels: [...new Set(levels)],
    systems: systems.map(({ id, tier, environment }) => {
      return { id: toPublicId('system', id), tier: tier as Tier, environment: environment as Environment }
    }),
    principal: party(grant.principal),
    actor: party(grant.actor),
    ttlSeconds: asked.ttlSeconds,
    standsSeconds: asked.ttlSeconds,
    requester: await toRequester(tx, ctx),
  }
}
