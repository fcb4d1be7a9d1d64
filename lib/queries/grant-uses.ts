import { Prisma, reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { GrantedOn, PermissionUse } from '@/lib/domain/granted-and-used'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel, Permission, RiskCategory } from '@/lib/domain/permission'

/** So many of a grant's latest sessions are read for what they used; more would not change what is worth keeping. */
export const USES_OF_SESSIONS = 10_000

type Target = { system: { id: string; name: string; tier: number }; permissionSet: { permissions: string[] } | null }

/** What the latest sessions under a grant used, by system and permission. Ids are UUIDs. */
export async function readGrantUses(ctx: Context, grantId: string): Promise<PermissionUse[]> {
  return reader().$queryRaw<PermissionUse[]>`
    select u.system_id as "systemId", u.permission as key, sum(u.allowed_count)::float8 as allowed,
      sum(u.denied_count)::float8 as denied, max(u.last_at) as "lastAt"
    from (
      select s.id from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.grant_id = ${grantId}::uuid
      order by s.id desc limit ${USES_OF_SESSIONS}
    ) s
    join delegated_session_uses u on u.org_id = ${ctx.orgId}::uuid and u.session_id = s.id
    group by 1, 2`
}

/** What each target grants, with what is known of the permissions it grants and of those used on its system. */
export async function readGranted(ctx: Context, targets: Target[], uses: PermissionUse[]): Promise<GrantedOn[]> {
  return Promise.all(
    targets.map(async ({ system, permissionSet }) => {
      const used = uses.filter((use) => use.systemId === system.id).map((use) => use.key)
      const keys = [...new Set([...(permissionSet?.permissions ?? []), ...used])]
      const catalogue = await readCatalogue(ctx.orgId, system.id, keys)
      return { system: { ...system, tier: system.tier as Tier }, keys: permissionSet?.permissions ?? null, catalogue }
    }),
  )
}

/** From so many keys on, a system's whole catalogue is quicker to read than those keys are to ask for. */
const MANY_KEYS = 1000

/** What is known of permissions of a system, by key; of those named, or of more. One JSON value, because an
 *  administrator's 22,000 permissions are slow as rows. */
async function readCatalogue(orgId: string, systemId: string, keys: string[]): Promise<Map<string, Permission>> {
  type Entry = [key: string, accessLevel: AccessLevel, categories: RiskCategory[]]
  const wanted = keys.length > MANY_KEYS ? Prisma.sql`true` : Prisma.sql`p.key = any(${keys}::text[])`
  const [row] = await reader().$queryRaw<{ entries: Entry[] | null }[]>`
    select json_agg(json_build_array(p.key, p.access_level, p.categories)) as entries from permissions p
    where p.org_id = ${orgId}::uuid and p.system_id = ${systemId}::uuid and ${wanted}`
  const entries = row?.entries ?? []
  return new Map(entries.map(([key, accessLevel, categories]) => [key, { key, accessLevel, categories }]))
}
