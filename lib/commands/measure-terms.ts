import { createHash } from 'node:crypto'
import { toJsonb } from '@/lib/db/jsonb'
import { statement } from '@/lib/db/statement'
import { breadthOfCounts, combineBreadth, countPermissions, type PermissionCounts } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { IssuableGrant, Terms } from '@/lib/domain/issuance'
import { breadthLimit, type Tier } from '@/lib/domain/limits'
import { ACCESS_LEVELS, type Permission } from '@/lib/domain/permission'
import { newId } from '@/lib/id'

/** What a set of permissions comes to on some systems: the set's UUID and what it counts on each. */
type Described = { permissionSetId: string; counts: PermissionCounts[] }

/** A permission, once known, and a set of permissions never change: what was read once is kept. */
const known = new Map<string, Promise<Described>>()
const MOST_KNOWN = 5_000

type Row = Permission & { systemId: string }
const readPermissions = statement<Row>(
  'read-permissions-of-terms',
  `select system_id "systemId", key, access_level "accessLevel", categories from permissions
   where org_id = $1 and system_id = any($2::uuid[]) and key = any($3::text[])`,
)

const storeSet = statement<{ id: string }>(
  'store-permission-set',
  `with added as (
     insert into permission_sets (org_id, id, digest, permissions, permission_count, levels, categories, created_at)
     values ($1, $2, $3, $4::text[], cardinality($4::text[]), $5::jsonb, $6::jsonb, $7)
     on conflict (org_id, digest) do nothing returning id)
   select id from added union all select id from permission_sets where org_id = $1 and digest = $3 limit 1`,
)

const digestOf = (words: readonly string[]) => createHash('sha256').update(words.join('\n')).digest('hex')

/** Another process may store the same set at the same moment; then it is there when looked for again. */
async function storePermissions(ctx: Context, permissions: readonly Permission[]): Promise<string> {
  const keys = permissions.map(({ key }) => key).sort()
  const { byLevel, byCategory } = countPermissions(permissions)
  const counts = [toJsonb(byLevel), toJsonb(byCategory)]
  for (let attempt = 0; attempt < 3; attempt++) {
    const [row] = await storeSet([ctx.orgId, newId(ctx.now), digestOf(keys), keys, ...counts, ctx.now])
    if (row) return row.id
  }
  throw new DomainError('busy', 'Too many changes at once. Try again in a moment.')
}

async function describe(ctx: Context, systemIds: readonly string[], keys: readonly string[]): Promise<Described> {
  const rows = await readPermissions([ctx.orgId, systemIds, keys])
  const bySystem = systemIds.map((id) => rows.filter(({ systemId }) => systemId === id))
  const unknown = keys.filter((key) => !bySystem.every((held) => held.some((row) => row.key === key)))
  if (unknown.length > 0) {
    throw new DomainError('unknown_permission', `The system does not know ${unknown.slice(0, 10).join(', ')}.`)
  }
  const [first = []] = bySystem
  return { permissionSetId: await storePermissions(ctx, first), counts: bySystem.map((held) => countPermissions(held)) }
}

function describeOnce(ctx: Context, { systemIds, permissions }: Terms): Promise<Described> {
  const key = digestOf([ctx.orgId, ...systemIds, '', ...permissions])
  const kept = known.get(key)
  if (kept) return kept
  const described = describe(ctx, systemIds, permissions)
  known.set(key, described)
  described.catch(() => known.delete(key))
  const [oldest] = known.keys()
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
  return described
}

const tiersOf = ({ targets }: IssuableGrant, { systemIds }: Terms) =>
  systemIds.map((id): Tier => targets.find(({ systemId }) => systemId === id)?.tier ?? 1)

/** What a session with these terms holds: its breadth, and the access levels on each of its systems. */
export async function describeSession(ctx: Context, grant: IssuableGrant, terms: Terms) {
  const { counts } = await describeOnce(ctx, terms)
  const tiers = tiersOf(grant, terms)
  const breadth = combineBreadth(counts.map((count, index) => breadthOfCounts(count, tiers[index] ?? 1)))
  return {
    breadth: breadth.score,
    levels: counts.map(({ byLevel }) => ACCESS_LEVELS.filter((level) => byLevel[level])),
  }
}

/** What a session with these terms holds, and how that stands to the limit for its lifetime. Tiers and limits are those
 *  that were read with the grant, so that a change of them is seen at once. */
export async function measureTerms(ctx: Context, grant: IssuableGrant, terms: Terms) {
  const { permissionSetId, counts } = await describeOnce(ctx, terms)
  const tiers = tiersOf(grant, terms)
  const breadth = combineBreadth(counts.map((count, index) => breadthOfCounts(count, tiers[index] ?? 1)))
  const tier = Math.min(...tiers) as Tier
  const lifetimeSeconds = (terms.expiresAt.getTime() - ctx.now.getTime()) / 1000
  const limit = breadthLimit(grant.limits, tier, lifetimeSeconds)
  return {
    permission_set_id: permissionSetId,
    tier,
    breadth: breadth.score,
    breadth_limit: limit,
    is_over_limit: breadth.score > limit,
    granted_weight: breadth.weight,
    granted_count: breadth.count,
  }
}
