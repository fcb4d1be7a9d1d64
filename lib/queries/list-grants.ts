import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { cutPage } from '@/lib/domain/cut-page'
import type { GrantListInput, GrantSort } from '@/lib/domain/grant-filter'
import type { IdentityKind } from '@/lib/domain/identity'
import type { GrantStatus } from '@/lib/domain/life'
import { breadthLimit, type Limits, type Tier } from '@/lib/domain/limits'
import type { Page } from '@/lib/domain/page'
import { toPublicId } from '@/lib/id'
import { type FindingCounts, findingCounts } from '@/lib/queries/finding-counts'
import { grantStatusSql, grantWhere } from '@/lib/queries/grant-where'
import { keyset, momentKey, numberKey, type SortKey, textKey } from '@/lib/queries/keyset'
import { liveSessionCounts } from '@/lib/queries/live-session-counts'
import { readLimits } from '@/lib/queries/read-limits'

/** An identity as a row names it. `departed` says that it is gone. */
export type IdentityName = { id: string; name: string; kind: IdentityKind; hasDeparted: boolean }

/** One grant in a list. Ids are public. Null means not known or not set: `breadth` when its permissions are unknown,
 *  `limit` when nothing says how long its sessions may last. */
export type GrantRow = {
  id: string
  name: string
  origin: 'managed' | 'observed'
  status: GrantStatus
  principal: IdentityName
  actor: IdentityName
  owner: IdentityName | null
  systems: { id: string; name: string }[]
  tier: Tier
  breadth: number | null
  usedBreadth: number | null
  limit: number | null
  unusedShare: number | null
  permissionsKnown: boolean
  maxSessionTtlSeconds: number | null
  expiresAt: Date | null
  lastUsedAt: Date | null
  liveSessions: number
  findings: FindingCounts
}

type Named = { id: string; name: string; kind: IdentityKind; status: string }
type Read = Omit<
  GrantRow,
  'principal' | 'actor' | 'owner' | 'systems' | 'limit' | 'usedBreadth' | 'liveSessions' | 'findings'
> & {
  sortValue: string | number
  principal: Named
  actor: Named
  owner: Named | null
  grantedWeight: number | null
  usedWeight: number | null
}

const NEVER = 1e15

const SORTS: Record<GrantSort, SortKey> = {
  breadth: numberKey(Prisma.sql`g.breadth`, -1),
  unused: numberKey(Prisma.sql`g.unused_share`, -1),
  name: textKey(Prisma.sql`g.name`),
  actor: textKey(Prisma.sql`a.name`),
  ttl: numberKey(Prisma.sql`g.max_session_ttl_seconds`, NEVER),
  expires: momentKey(Prisma.sql`g.expires_at`, NEVER),
  lastUsed: momentKey(Prisma.sql`g.last_used_at`, -1),
  created: momentKey(Prisma.sql`g.created_at`, -1),
}

const named = (table: 'p' | 'a' | 'o') => {
  const t = Prisma.raw(table)
  return Prisma.sql`json_build_object('id', ${t}.id, 'name', ${t}.name, 'kind', ${t}.kind, 'status', ${t}.status)`
}

/** Grants with the people and things they name: `p` principal, `a` actor, `o` owner. */
const FROM = Prisma.sql`
  from grants g
  join identities p on p.org_id = g.org_id and p.id = g.principal_id
  join identities a on a.org_id = g.org_id and a.id = g.actor_id
  left join identities o on o.org_id = g.org_id and o.id = g.owner_id`

function readGrants(ctx: Context, input: GrantListInput): Promise<Read[]> {
  const key = SORTS[input.sort.replace('-', '') as GrantSort]
  const direction = input.sort.startsWith('-') ? 'desc' : 'asc'
  const page = keyset({ key, id: Prisma.sql`g.id`, direction, request: input })
  return reader().$queryRaw<Read[]>`
    select g.id, g.name, g.origin, ${grantStatusSql(ctx.now)} as status, ${page.value} as "sortValue",
      ${named('p')} as principal, ${named('a')} as actor, case when o.id is null then null else ${named('o')} end as owner,
      g.tier, g.breadth, g.unused_share as "unusedShare", g.permissions_known as "permissionsKnown",
      g.granted_weight as "grantedWeight", g.used_weight as "usedWeight",
      g.max_session_ttl_seconds as "maxSessionTtlSeconds", g.expires_at as "expiresAt", g.last_used_at as "lastUsedAt"
    ${FROM}
    where ${grantWhere(ctx, input)} and ${page.where}
    order by ${page.order} limit ${page.limit}`
}

async function systemsOf(orgId: string, grantIds: readonly string[]) {
  type Target = { grantId: string; id: string; name: string }
  const rows = await reader().$queryRaw<Target[]>`
    select t.grant_id as "grantId", y.id, y.name from grant_targets t
    join systems y on y.org_id = t.org_id and y.id = t.system_id
    where t.org_id = ${orgId}::uuid and t.grant_id = any(${[...grantIds]}::uuid[])
    order by y.tier, lower(y.name)`
  return Map.groupBy(rows, (row) => row.grantId)
}

function toName({ status, id, ...rest }: Named): IdentityName {
  return { ...rest, id: toPublicId('identity', id), hasDeparted: status === 'departed' }
}

/** How broad a grant's sessions may be for as long as they may last; null where nothing says how long that is. */
function limitOf(limits: Limits, row: Pick<Read, 'tier' | 'maxSessionTtlSeconds'>): number | null {
  return row.maxSessionTtlSeconds === null ? null : breadthLimit(limits, row.tier, row.maxSessionTtlSeconds)
}

function usedBreadthOf({ breadth, unusedShare }: Pick<Read, 'breadth' | 'unusedShare'>): number | null {
  return breadth === null || unusedShare === null ? null : Math.round(breadth * (1 - unusedShare))
}

/** A page of grants with what a reviewer decides by. Needs `view-access`. */
export async function listGrants(ctx: Context, input: GrantListInput): Promise<Page<GrantRow>> {
  authorize(ctx, 'view-access')
  const page = cutPage(await readGrants(ctx, input), input, (row) => [row.sortValue, row.id])
  const ids = page.rows.map((row) => row.id)
  const [limits, systems, live, findings] = await Promise.all([
    readLimits(ctx.orgId),
    systemsOf(ctx.orgId, ids),
    liveSessionCounts(ctx.orgId, ctx.now, 'grant', ids),
    findingCounts(ctx.orgId, 'grant', ids),
  ])
  const rows = page.rows.map(({ sortValue: _, grantedWeight: __, usedWeight: ___, ...row }) => ({
    ...row,
    id: toPublicId('grant', row.id),
    principal: toName(row.principal),
    actor: toName(row.actor),
    owner: row.owner && toName(row.owner),
    systems: (systems.get(row.id) ?? []).map(({ id, name }) => ({ id: toPublicId('system', id), name })),
    limit: limitOf(limits, row),
    usedBreadth: usedBreadthOf(row),
    liveSessions: live.get(row.id)?.count ?? 0,
    findings: findings.get(row.id) ?? {},
  }))
  return { ...page, rows }
}
