import { loadLimits } from '@/lib/commands/load-limits'
import { describePermissions } from '@/lib/commands/store-permission-set'
import type { Tx } from '@/lib/db'
import { lifetimeSeconds } from '@/lib/domain/delegated-session'
import type { Tier } from '@/lib/domain/limits'
import { type MeasuredTarget, measureGrant, measureSession } from '@/lib/domain/measure'

type Target = { systemId: string; tier: number; permissions: readonly string[] | null }

async function toMeasured(tx: Tx, orgId: string, target: Target, usedKeys: string[]): Promise<MeasuredTarget> {
  const granted = target.permissions && (await describePermissions(tx, orgId, target.systemId, target.permissions))
  return { granted, usedKeys, tier: target.tier as Tier }
}

/** Measures one managed session from its permission set and its uses: breadth, limit, unused share, first and last use.
 *  How often it was used is counted as it is recorded. */
export async function measureSessionAgain(tx: Tx, orgId: string, id: string): Promise<void> {
  const where = { orgId_id: { orgId, id } }
  const session = await tx.delegatedSession.findUniqueOrThrow({ where, include: { permissionSet: true, uses: true } })
  const { uses, systemId, permissionSet } = session
  const tier = session.tier as Tier
  const usedKeys = uses.filter((use) => use.allowedCount > 0n).map((use) => use.permission)
  const measured = await toMeasured(
    tx,
    orgId,
    { systemId, tier, permissions: permissionSet?.permissions ?? null },
    usedKeys,
  )
  const life = { lifetimeSeconds: lifetimeSeconds(session), isExpiryKnown: session.expiryKnown }
  const times = uses.flatMap((use) => [use.firstAt, use.lastAt])
  const first = Math.min(...[session.firstUsedAt, ...times].flatMap((time) => time?.getTime() ?? []))
  const last = Math.max(...[session.lastUsedAt, ...times].flatMap((time) => time?.getTime() ?? []))
  await tx.delegatedSession.update({
    where,
    data: {
      ...measureSession(measureGrant([measured]), tier, life, await loadLimits(tx, orgId)),
      firstUsedAt: Number.isFinite(first) ? new Date(first) : null,
      lastUsedAt: Number.isFinite(last) ? new Date(last) : null,
    },
  })
}

/** Measures one managed grant from what all its sessions used. */
export async function measureGrantAgain(tx: Tx, orgId: string, id: string): Promise<void> {
  const targets = await tx.grantTarget.findMany({
    where: { orgId, grantId: id },
    include: { permissionSet: true, system: true },
  })
  const uses = await tx.delegatedSessionUse.groupBy({
    by: ['systemId', 'permission'],
    where: { orgId, session: { grantId: id }, allowedCount: { gt: 0 } },
    _max: { lastAt: true },
  })
  const measured: MeasuredTarget[] = []
  for (const { systemId, system, permissionSet } of targets) {
    const usedKeys = uses.filter((use) => use.systemId === systemId).map((use) => use.permission)
    measured.push(
      await toMeasured(
        tx,
        orgId,
        { systemId, tier: system.tier, permissions: permissionSet?.permissions ?? null },
        usedKeys,
      ),
    )
  }
  const lastTimes = uses.flatMap((use) => (use._max.lastAt ? [use._max.lastAt.getTime()] : []))
  const lastUsedAt = lastTimes.length > 0 ? new Date(Math.max(...lastTimes)) : null
  await tx.delegationGrant.update({
    where: { orgId_id: { orgId, id } },
    data: { ...measureGrant(measured), lastUsedAt },
  })
}
