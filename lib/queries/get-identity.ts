import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { grantListInput } from '@/lib/domain/grant-filter'
import type { GrantRow } from '@/lib/domain/grant-row'
import { type IdentityKind, needsOwner } from '@/lib/domain/identity'
import type { IdentityStatus } from '@/lib/domain/life'
import type { SessionRow } from '@/lib/domain/session-row'
import { fromPublicId, toPublicId } from '@/lib/id'
import { listGrants } from '@/lib/queries/list-grants'
import { readSessionRows } from '@/lib/queries/read-session-rows'
import { liveSql } from '@/lib/queries/session-where'
import { subjectEvents, subjectFindings } from '@/lib/queries/subject-history'

/** So many rows of each list an identity's page shows; the rest is behind a link. */
const SHOWN = 8

export type IdentityDetail = Awaited<ReturnType<typeof getIdentity>>

/** The standing grants and live sessions on one side of an identity. `more` says that there are others. */
export type ActsList = { grants: GrantRow[]; moreGrants: boolean; sessions: SessionRow[]; live: number }

async function findIdentity(ctx: Context, id: string) {
  const identity = await reader().identity.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: { owner: true, connector: true },
  })
  if (!identity) throw notFound('identity')
  return identity
}

async function readSide(ctx: Context, side: 'principal' | 'actor', id: string): Promise<ActsList> {
  const column = side === 'principal' ? Prisma.sql`s.principal_id` : Prisma.sql`s.actor_id`
  const live = Prisma.sql`s.org_id = ${ctx.orgId}::uuid and ${column} = ${id}::uuid and ${liveSql(ctx.now)}`
  const [grants, ids, [count]] = await Promise.all([
    listGrants(ctx, grantListInput.parse({ [side]: toPublicId('identity', id), limit: SHOWN })),
    reader().$queryRaw<{ id: string }[]>`
      select s.id from delegated_sessions s where ${live} order by s.breadth desc nulls last, s.id desc limit ${SHOWN}`,
    reader().$queryRaw<{ live: number }[]>`select count(*)::int as live from delegated_sessions s where ${live}`,
  ])
  const sessions = await readSessionRows(
    ctx,
    ids.map((row) => row.id),
  )
  return { grants: grants.rows, moreGrants: grants.next !== null, sessions, live: count?.live ?? 0 }
}

async function readOwned(ctx: Context, id: string) {
  const where = { orgId: ctx.orgId, ownerId: id }
  const [identities, grants, systems] = await Promise.all([
    reader().identity.findMany({
      where,
      orderBy: { name: 'asc' },
      take: SHOWN,
      select: { id: true, name: true, kind: true },
    }),
    reader().delegationGrant.count({ where: { ...where, status: { in: ['active', 'suspended'] } } }),
    reader().system.findMany({ where, orderBy: { name: 'asc' }, take: SHOWN, select: { id: true, name: true } }),
  ])
  return {
    identities: identities.map((row) => ({
      ...row,
      id: toPublicId('identity', row.id),
      kind: row.kind as IdentityKind,
    })),
    systems: systems.map((row) => ({ ...row, id: toPublicId('system', row.id) })),
    grants,
  }
}

/** When it was last seen: by a source, or using a grant. Null: never. */
async function readLastSeen(ctx: Context, { id, lastSeenAt }: { id: string; lastSeenAt: Date | null }) {
  const { _max } = await reader().delegationGrant.aggregate({
    where: { orgId: ctx.orgId, actorId: id },
    _max: { lastUsedAt: true },
  })
  const seen = [lastSeenAt, _max.lastUsedAt].flatMap((at) => at?.getTime() ?? [])
  return seen.length > 0 ? new Date(Math.max(...seen)) : null
}

/** Everything a page says of one identity: who acts for it, what it acts for, and who answers. Needs `view-access`;
 *  `events` is null for who may not see the audit log. */
export async function getIdentity(ctx: Context, publicId: string) {
  authorize(ctx, 'view-access')
  const identity = await findIdentity(ctx, fromPublicId('identity', publicId))
  const { id, owner } = identity
  const kind = identity.kind as IdentityKind
  const [lastSeenAt, actedFor, actsFor, owned, findings, events] = await Promise.all([
    readLastSeen(ctx, identity),
    readSide(ctx, 'principal', id),
    readSide(ctx, 'actor', id),
    readOwned(ctx, id),
    subjectFindings(ctx, 'identity', id),
    subjectEvents(ctx, 'identity', id),
  ])
  return {
    id: publicId,
    name: identity.name,
    kind,
    status: identity.status as IdentityStatus,
    email: identity.email,
    externalId: identity.externalId,
    source: identity.connector?.kind ?? null,
    isThirdParty: identity.isThirdParty,
    needsOwner: needsOwner(kind),
    owner: owner && { id: toPublicId('identity', owner.id), name: owner.name, hasLeft: owner.status === 'departed' },
    firstSeenAt: identity.firstSeenAt,
    lastSeenAt,
    departedAt: identity.departedAt,
    actedFor,
    actsFor,
    owned,
    findings,
    events,
  }
}
