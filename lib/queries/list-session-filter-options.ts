import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { SessionFilter } from '@/lib/domain/session-filter'
import { fromPublicId, type Prefixed, toPublicId } from '@/lib/id'

export type Option = { value: string; label: string }
export type SessionFilterOptions = Record<'systems' | 'sources' | 'grants' | 'identities' | 'owners', Option[]>

const MOST = 200
type Named = { id: string; name: string }

function options(kind: Prefixed, rows: readonly Named[]): Option[] {
  return rows.map((row) => ({ value: toPublicId(kind, row.id), label: row.name }))
}

function uuids(kind: Prefixed, publicIds: readonly (string | undefined)[]): string[] {
  return publicIds.flatMap((id) => (id && id !== 'none' ? [fromPublicId(kind, id)] : []))
}

/** What the filters of the list can be set to, by name: up to 200 systems and owners, every kind of source, and the
 *  grant and identity that the address names already. */
export async function listSessionFilterOptions(ctx: Context, filter: SessionFilter): Promise<SessionFilterOptions> {
  authorize(ctx, 'view-access')
  const { orgId } = ctx
  const db = reader()
  const select = { id: true, name: true } as const
  const byId = (kind: Prefixed, ids: (string | undefined)[]) => ({ orgId, id: { in: uuids(kind, ids) } })
  const [systems, connectors, grants, identities, owners] = await Promise.all([
    db.system.findMany({ where: { orgId }, select, orderBy: [{ tier: 'asc' }, { name: 'asc' }], take: MOST }),
    db.connector.findMany({ where: { orgId }, select: { kind: true }, distinct: ['kind'] }),
    db.delegationGrant.findMany({ where: byId('grant', [filter.grant]), select }),
    db.identity.findMany({ where: byId('identity', [filter.identity]), select }),
    db.identity.findMany({
      where: { OR: [{ orgId, kind: { in: ['human', 'team'] }, status: 'active' }, byId('identity', [filter.owner])] },
      select,
      orderBy: { name: 'asc' },
      take: MOST,
    }),
  ])
  return {
    systems: options('system', systems),
    sources: connectors.map(({ kind }) => ({ value: kind, label: kind })),
    grants: options('grant', grants),
    identities: options('identity', identities),
    owners: [{ value: 'none', label: 'nobody' }, ...options('identity', owners)],
  }
}
