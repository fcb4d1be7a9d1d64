import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel, Permission, RiskCategory } from '@/lib/domain/permission'
import type { HeldReach, Rights } from '@/lib/domain/request-delta'
import type { Overlap } from '@/lib/domain/request-preview'
import { toPublicId } from '@/lib/id'

type HeldRow = {
  grantId: string
  name: string
  status: Overlap['status']
  origin: 'managed' | 'observed'
  principalId: string
  expiresAt: Date | null
  systemId: string
  tenants: string[]
  resources: string[] | null
  permissions: string[] | null
}

const MOST = 200

/** What an actor may do by grants that stand or wait, on any system or on these. Ids are UUIDs. Part of other queries. */
export async function readHeld(
  { orgId, now }: Context,
  actorId: string,
  systemIds: readonly string[] | null,
): Promise<HeldRow[]> {
  return reader().$queryRaw<HeldRow[]>`
    select g.id as "grantId", g.name, g.status, g.origin, g.principal_id as "principalId", g.expires_at as "expiresAt",
      t.system_id as "systemId", t.tenants, t.resources, ps.permissions
    from grants g
    join grant_targets t on t.org_id = g.org_id and t.grant_id = g.id
    left join permission_sets ps on ps.org_id = t.org_id and ps.id = t.permission_set_id
    where g.org_id = ${orgId}::uuid and g.actor_id = ${actorId}::uuid and g.status in ('active', 'suspended', 'pending')
      and (g.expires_at is null or g.expires_at > ${now})
      and (${systemIds === null} or t.system_id = any(${[...(systemIds ?? [])]}::uuid[]))
    order by g.id desc limit ${MOST}`
}

/** Held grants as they compare with what is asked for: only what stands counts as held. */
export function toHeldReach(rows: readonly HeldRow[], principalId: string): HeldReach[] {
  return rows
    .filter(({ status }) => status !== 'pending')
    .map(({ grantId, systemId, tenants, resources, permissions, principalId: of }) => {
      const reach = { tenants, resources: resources ?? [], keys: permissions ?? [] }
      return { grantId, systemId, ...reach, isSamePrincipal: of === principalId }
    })
}

type AskedKeys = readonly { systemId: string; permissions: readonly Permission[] }[]

/** Grants of the same two that reach a system that is asked for, the most alike first. `except`: the one that is changed. */
export function toOverlaps(
  rows: readonly HeldRow[],
  { principalId, asked, except }: { principalId: string; asked: AskedKeys; except: string | null },
): Overlap[] {
  const count = asked.reduce((sum, { permissions }) => sum + permissions.length, 0)
  const byGrant = new Map<string, Overlap>()
  for (const row of rows) {
    if (row.principalId !== principalId || row.origin !== 'managed' || row.grantId === except) continue
    const { name, status, expiresAt, grantId } = row
    const known = byGrant.get(grantId)
    const wanted = asked.find(({ systemId }) => systemId === row.systemId)
    const shared = wanted?.permissions.filter(({ key }) => row.permissions?.includes(key)).length ?? 0
    const id = toPublicId('grant', grantId)
    byGrant.set(grantId, { id, name, status, expiresAt, shared: (known?.shared ?? 0) + shared, count })
  }
  return [...byGrant.values()].sort((a, b) => b.shared - a.shared).slice(0, 5)
}

/** What an identity may do itself, as far as grants to it tell, with what its systems say of it. */
export async function readRights(ctx: Context, identityId: string): Promise<Rights[]> {
  const rows = (await readHeld(ctx, identityId, null)).filter(({ status }) => status === 'active')
  const keys = new Map<string, Set<string>>()
  for (const { systemId, permissions } of rows) {
    const known = keys.get(systemId) ?? new Set()
    for (const key of permissions ?? []) known.add(key)
    keys.set(systemId, known)
  }
  return Promise.all([...keys].map(([systemId, wanted]) => readDescribed(ctx, systemId, [...wanted])))
}

async function readDescribed({ orgId }: Context, systemId: string, keys: string[]): Promise<Rights> {
  const [system, permissions] = await Promise.all([
    reader().system.findUniqueOrThrow({ where: { orgId_id: { orgId, id: systemId } }, select: { tier: true } }),
    reader().permission.findMany({
      where: { orgId, systemId, key: { in: keys } },
      select: { key: true, accessLevel: true, categories: true },
    }),
  ])
  const known = permissions.map(({ key, accessLevel, categories }) => {
    return { key, accessLevel: accessLevel as AccessLevel, categories: categories as RiskCategory[] }
  })
  return { systemId, tier: system.tier as Tier, permissions: known }
}
