import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type IdentityKind, needsOwner } from '@/lib/domain/identity'
import type { IdentityListInput, IdentityRow, IdentitySort } from '@/lib/domain/identity-filter'
import type { Page } from '@/lib/domain/page'
import { toPublicId } from '@/lib/id'
import { identityFindingCounts } from '@/lib/queries/identity-finding-counts'
import { identitiesSql, identityWhere, LAST_SEEN_SQL } from '@/lib/queries/identity-where'
import { keyset, momentKey, numberKey, parseSort, type SortKey, textKey, toPage } from '@/lib/queries/keyset'
import { liveSessionCounts } from '@/lib/queries/live-session-counts'

const SORTS: Record<IdentitySort, SortKey> = {
  name: textKey(Prisma.sql`i.name`),
  breadth: numberKey(Prisma.sql`d.breadth`),
  actsFor: numberKey(Prisma.sql`d.count`, 'least'),
  actedFor: numberKey(Prisma.sql`b.count`, 'least'),
  lastSeen: momentKey(LAST_SEEN_SQL, 'least'),
  firstSeen: momentKey(Prisma.sql`i.first_seen_at`, 'last'),
}

type Read = Omit<IdentityRow, 'owner' | 'needsOwner' | 'liveSessions' | 'findings'> & {
  sortValue: string | number
  owner: { id: string; name: string; status: string } | null
}

function readIdentities(ctx: Context, input: IdentityListInput): Promise<Read[]> {
  const { key, direction } = parseSort<IdentitySort>(input.sort)
  const page = keyset({ key: SORTS[key], id: Prisma.sql`i.id`, direction, request: input })
  return reader().$queryRaw<Read[]>`
    select i.id, i.name, i.kind, i.status, i.email, i.is_third_party as "isThirdParty", ${page.value} as "sortValue",
      case when o.id is not null then json_build_object('id', o.id, 'name', o.name, 'status', o.status) end as owner,
      coalesce(d.count, 0) as "actsFor", coalesce(b.count, 0) as "actedFor", d.breadth, ${LAST_SEEN_SQL} as "lastSeenAt"
    from ${identitiesSql(ctx)}
    where ${identityWhere(ctx, input)} and ${page.where}
    order by ${page.order} limit ${page.limit}`
}

/** A page of identities: what each acts for, and who answers for it. Needs `view-access`. */
export async function listIdentities(ctx: Context, input: IdentityListInput): Promise<Page<IdentityRow>> {
  authorize(ctx, 'view-access')
  const page = toPage(await readIdentities(ctx, input), input)
  const ids = page.rows.map((row) => row.id)
  const [live, findings] = await Promise.all([
    liveSessionCounts(ctx.orgId, ctx.now, 'actor', ids),
    identityFindingCounts(ctx.orgId, ids),
  ])
  const rows = page.rows.map(({ sortValue: _, owner, ...row }) => ({
    ...row,
    id: toPublicId('identity', row.id),
    needsOwner: needsOwner(row.kind as IdentityKind),
    owner: owner && { id: toPublicId('identity', owner.id), name: owner.name, hasLeft: owner.status === 'departed' },
    liveSessions: live.get(row.id)?.count ?? 0,
    findings: findings.get(row.id) ?? {},
  }))
  return { ...page, rows }
}
