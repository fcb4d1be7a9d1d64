import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { GrantListInput, GrantSort } from '@/lib/domain/grant-filter'
import type { GrantRow, IdentityName } from '@/lib/domain/grant-row'
import type { IdentityKind } from '@/lib/domain/identity'
import { breadthLimit, type Limits } from '@/lib/domain/limits'
import type { Page } from '@/lib/domain/page'
import { toPublicId } from '@/lib/id'
import { findingCounts } from '@/lib/queries/finding-counts'
import { GRANT_JOINS_SQL, grantStatusSql, grantWhere } from '@/lib/queries/grant-where'
import { keyset, momentKey, numberKey, parseSort, type SortKey, textKey, toPage } from '@/lib/queries/keyset'
import { liveSessionCounts } from '@/lib/queries/live-session-counts'
import { readLimits } from '@/lib/queries/read-limits'

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

const SORTS: Record<GrantSort, SortKey> = {
  breadth: numberKey(Prisma.sql`g.breadth`),
  unused: numberKey(Prisma.sql`g.unused_share`),
  name: textKey(Prisma.sql`g.name`),
  actor: textKey(Prisma.sql`a.name`),
  ttl: numberKey(Prisma.sql`g.max_session_ttl_seconds`),
  expires: momentKey(Prisma.sql`g.expires_at`, 'greatest'),
  lastUsed: momentKey(Prisma.sql`g.last_used_at`, 'least'),
  created: momentKey(Prisma.sql`g.created_at`, 'last'),
}

const named = (table: 'p' | 'a' | 'o') => {
  const t = Prisma.raw(table)
  return Prisma.sql`json_build_object('id', ${t}.id, 'name', ${t}.name, 'kind', ${t}.kind, 'status', ${t}.status)`
}

/** The ids of one page. What nothing of it is filtered or ordered by is not joined: a left join that nobody reads falls away. */
function idsSql(ctx: Context, input: GrantListInput, page: ReturnType<typeof keyset>): Prisma.Sql {
  return Prisma.sql`array(select g.id ${GRANT_JOINS_SQL}
    where ${grantWhere(ctx, input)} and ${page.where} order by ${page.order} limit ${page.limit})`
}

function readGrants(ctx: Context, input: GrantListInput): Promise<Read[]> {
  const { key, direction } = parseSort<GrantSort>(input.sort)
  const page = keyset({ key: SORTS[key], id: Prisma.sql`g.id`, direction, request: input })
  return reader().$queryRaw<Read[]>`
    select g.id, g.name, g.origin, ${grantStatusSql(ctx.now)} as status, ${page.value} as "sortValue",
      ${named('p')} as principal, ${named('a')} as actor, case when o.id is null then null else ${named('o')} end as owner,
      g.tier, g.breadth, g.unused_share as "unusedShare", g.permissions_known as "permissionsKnown",
      g.granted_weight as "grantedWeight", g.used_weight as "usedWeight",
      g.max_session_ttl_seconds as "maxSessionTtlSeconds", g.expires_at as "expiresAt", g.last_used_at as "lastUsedAt"
    ${GRANT_JOINS_SQL}
    where g.org_id = ${ctx.orgId}::uuid and g.id = any(${idsSql(ctx, input, page)}) order by ${page.order}`
}

type SystemName = { id: string; name: string }

/** The systems of each grant of a page, the most critical first. */
async function systemsOf(orgId: string, grantIds: readonly string[]): Promise<Map<string, SystemName[]>> {
  const rows = await reader().$queryRaw<{ grantId: string; systems: SystemName[] }[]>`
    select t.grant_id as "grantId",
      json_agg(json_build_object('id', y.id, 'name', y.name) order by y.tier, lower(y.name)) as systems
    from grant_targets t
    join systems y on y.org_id = t.org_id and y.id = t.system_id
    where t.org_id = ${orgId}::uuid and t.grant_id = any(${[...grantIds]}::uuid[])
    group by 1`
  return new Map(rows.map(({ grantId, systems }) => [grantId, systems]))
}

function toName({ status, id, ...rest }: Named): IdentityName {
  return { ...rest, id: toPublicId('identity', id), hasLeft: status === 'departed' }
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
  const page = toPage(await readGrants(ctx, input), input)
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
