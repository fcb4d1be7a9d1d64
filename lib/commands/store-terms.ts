import { measureGrantAgain } from '@/lib/commands/measure-access'
import { describePermissions, storePermissionSet } from '@/lib/commands/store-permission-set'
import type { Tx } from '@/lib/db'
import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { GrantTerms } from '@/lib/domain/grant-terms'
import type { Environment } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import type { Permission } from '@/lib/domain/permission'

type Target = GrantTerms['targets'][number]

/** One system of a grant, as it is known: what the permissions do there and how broad they are. Ids are UUIDs. */
export type DescribedTarget = Omit<Target, 'permissions'> & {
  permissions: Permission[]
  breadth: Breadth
  tier: Tier
  environment: Environment
}

/** Terms with what their systems say of them. `tier`: the most critical system's. */
export type DescribedTerms = { targets: DescribedTarget[]; breadth: Breadth; tier: Tier }

async function describeTarget(tx: Tx, orgId: string, target: Target): Promise<DescribedTarget> {
  const { systemId } = target
  const system = await tx.system.findUnique({ where: { orgId_id: { orgId, id: systemId } } })
  if (!system) throw notFound('system')
  const permissions = await describePermissions(tx, orgId, systemId, target.permissions)
  const tier = system.tier as Tier
  const environment = system.environment as Environment
  return { ...target, permissions, tier, environment, breadth: breadthOf(permissions, tier) }
}

/** What terms come to. @throws DomainError `not_found` for a system, `unknown_permission` */
export async function describeTerms(tx: Tx, orgId: string, { targets }: GrantTerms): Promise<DescribedTerms> {
  const described: DescribedTarget[] = []
  for (const target of targets) described.push(await describeTarget(tx, orgId, target))
  return {
    targets: described,
    breadth: combineBreadth(described.map(({ breadth }) => breadth)),
    tier: Math.min(...described.map(({ tier }) => tier)) as Tier,
  }
}

/** The columns of a grant that its terms fill. */
export function termColumns(terms: GrantTerms, { breadth, tier }: DescribedTerms) {
  const { targets: _, windows: __, startsAt: ___, ...bounds } = terms
  return { ...bounds, tier, breadth: breadth.score, grantedWeight: breadth.weight, grantedCount: breadth.count }
}

/** Stores what a grant allows on which systems, and when. */
export async function storeBounds(
  tx: Tx,
  ctx: Context,
  grantId: string,
  { windows }: GrantTerms,
  { targets }: DescribedTerms,
): Promise<void> {
  const { orgId } = ctx
  for (const { systemId, resources, tenants, permissions } of targets) {
    const permissionSetId = await storePermissionSet(tx, ctx, permissions)
    await tx.grantTarget.create({ data: { orgId, grantId, systemId, permissionSetId, resources, tenants } })
  }
  await tx.grantWindow.createMany({
    data: windows.map((window, position) => ({ orgId, grantId, position, ...window })),
  })
}

/** Puts other terms in the place of a grant's: an offer that was taken, a change that was approved. Sessions that were issued
 *  before keep what they were issued with. */
export async function replaceTerms(tx: Tx, ctx: Context, grantId: string, terms: GrantTerms): Promise<DescribedTerms> {
  const { orgId } = ctx
  const described = await describeTerms(tx, orgId, terms)
  await tx.grantTarget.deleteMany({ where: { orgId, grantId } })
  await tx.grantWindow.deleteMany({ where: { orgId, grantId } })
  await storeBounds(tx, ctx, grantId, terms, described)
  const data = { ...termColumns(terms, described), ...(terms.startsAt ? { startsAt: terms.startsAt } : {}) }
  await tx.delegationGrant.update({ where: { orgId_id: { orgId, id: grantId } }, data })
  await measureGrantAgain(tx, orgId, grantId)
  return described
}
