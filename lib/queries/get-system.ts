import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { grantListInput } from '@/lib/domain/grant-filter'
import type { Environment, SystemKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import { type AccessLevel, permissionWeight, type RiskCategory } from '@/lib/domain/permission'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { fromPublicId, toPublicId } from '@/lib/id'
import { listGrants } from '@/lib/queries/list-grants'
import { listSessions } from '@/lib/queries/list-sessions'
import { readLimits } from '@/lib/queries/read-limits'
import { rollUpSystems } from '@/lib/queries/roll-up-systems'
import { subjectEvents, subjectFindings } from '@/lib/queries/subject-history'

const SHOWN = 8
const PERMISSIONS_SHOWN = 100

export type SystemDetail = Awaited<ReturnType<typeof getSystem>>

async function findSystem(ctx: Context, id: string) {
  const system = await reader().system.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: { owner: true, connector: true },
  })
  if (!system) throw notFound('system')
  return system
}

type Entry = { key: string; title: string | null; accessLevel: AccessLevel; categories: RiskCategory[] }

/** What the system lets one do, the heaviest first: the first hundred, of `total`. One JSON value, because all of AWS is
 *  22,000 rows. */
async function readPermissions(ctx: Context, systemId: string, tier: Tier) {
  const [row] = await reader().$queryRaw<{ entries: Entry[] | null }[]>`
    select json_agg(json_build_object('key', p.key, 'title', p.title, 'accessLevel', p.access_level, 'categories', p.categories) order by p.key) as entries
    from permissions p where p.org_id = ${ctx.orgId}::uuid and p.system_id = ${systemId}::uuid`
  const weighed = (row?.entries ?? []).map((entry) => ({ ...entry, weight: permissionWeight(entry, tier) }))
  weighed.sort((a, b) => b.weight - a.weight)
  return { total: weighed.length, heaviest: weighed.slice(0, PERMISSIONS_SHOWN) }
}

/** Everything a page says of one system: how critical it is, what can be done on it, and who may. Needs `view-access`;
 *  `events` is null for who may not see the audit log. */
export async function getSystem(ctx: Context, publicId: string) {
  authorize(ctx, 'view-access')
  const system = await findSystem(ctx, fromPublicId('system', publicId))
  const tier = system.tier as Tier
  const { owner } = system
  const [limits, permissions, grants, sessions, rollUp, findings, events] = await Promise.all([
    readLimits(ctx.orgId),
    readPermissions(ctx, system.id, tier),
    listGrants(ctx, grantListInput.parse({ system: publicId, limit: SHOWN })),
    listSessions(ctx, sessionListRequest.parse({ system: publicId, limit: SHOWN })),
    rollUpSystems(ctx, { id: system.id }),
    subjectFindings(ctx, 'system', system.id),
    subjectEvents(ctx, 'system', system.id),
  ])
  return {
    id: publicId,
    name: system.name,
    kind: system.kind as SystemKind,
    tier,
    environment: system.environment as Environment,
    resourceUri: system.resourceUri,
    source: system.connector?.kind ?? null,
    owner: owner && { id: toPublicId('identity', owner.id), name: owner.name, hasLeft: owner.status === 'departed' },
    limits: limits[tier],
    permissions,
    grants: grants.rows,
    moreGrants: grants.next !== null,
    sessions: sessions.rows,
    measures: rollUp.rows[0] ?? null,
    findings,
    events,
  }
}
