import { reader } from '@/lib/db'
import { type Breadth, breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import type { Environment } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel, Permission, RiskCategory } from '@/lib/domain/permission'
import type { RequestedPermission, RequestedSystem } from '@/lib/domain/session-request-row'
import { toPublicId } from '@/lib/id'

/** What is asked for on one system. Ids are UUIDs. */
export type WantedTarget = { systemId: string; permissions: string[]; resources: string[]; tenants: string[] }

type KnownPermission = RequestedPermission & { categories: readonly RiskCategory[] }

/** The same as its system describes it: a permission that it no longer knows stands by its key. `known`: what can be weighed. */
export type DescribedWish = {
  systemId: string
  system: RequestedSystem
  tenants: string[]
  resources: string[]
  permissions: KnownPermission[]
  known: Permission[]
}

async function readPermissions({ orgId }: Context, targets: readonly WantedTarget[]) {
  const systemIds = [...new Set(targets.map(({ systemId }) => systemId))]
  const keys = [...new Set(targets.flatMap(({ permissions }) => permissions))]
  return Promise.all([
    reader().system.findMany({ where: { orgId, id: { in: systemIds } } }),
    reader().permission.findMany({ where: { orgId, systemId: { in: systemIds }, key: { in: keys } } }),
  ])
}

/** Describes what is asked for. Part of other queries, which have authorized already. */
export async function readAsked(ctx: Context, targets: readonly WantedTarget[]): Promise<DescribedWish[]> {
  const [systems, rows] = await readPermissions(ctx, targets)
  const byKey = new Map(rows.map((row) => [`${row.systemId} ${row.key}`, row]))
  return targets.flatMap(({ systemId, permissions, tenants, resources }) => {
    const found = systems.find(({ id }) => id === systemId)
    if (!found) return []
    const { name, tier, environment } = found
    const described = permissions.map((key) => {
      const row = byKey.get(`${systemId} ${key}`)
      const accessLevel = (row?.accessLevel ?? null) as AccessLevel | null
      return { key, title: row?.title ?? null, accessLevel, categories: (row?.categories ?? []) as RiskCategory[] }
    })
    const system = { id: toPublicId('system', systemId), name, tier: tier as Tier }
    return {
      ...{ systemId, tenants, resources, permissions: described },
      system: { ...system, environment: environment as Environment },
      known: described.flatMap(({ key, accessLevel, categories }) => {
        return accessLevel ? [{ key, accessLevel, categories }] : []
      }),
    }
  })
}

/** How broad what is described is; null where nothing of it is known. */
export function breadthOfWish(wish: readonly DescribedWish[]): Breadth | null {
  const parts = wish.filter(({ known }) => known.length > 0).map(({ known, system }) => breadthOf(known, system.tier))
  return parts.length > 0 ? combineBreadth(parts) : null
}
