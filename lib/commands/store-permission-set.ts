import { createHash } from 'node:crypto'
import type { Tx } from '@/lib/db'
import { countPermissions } from '@/lib/domain/breadth'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { AccessLevel, Permission, RiskCategory } from '@/lib/domain/permission'
import { newId } from '@/lib/id'

/** What a system says its permissions do; an unknown one is refused, since its breadth could not be told. */
export async function describePermissions(
  tx: Tx,
  orgId: string,
  systemId: string,
  keys: readonly string[],
): Promise<Permission[]> {
  const wanted = [...new Set(keys)]
  const rows = await tx.permission.findMany({ where: { orgId, systemId, key: { in: wanted } } })
  const known = new Set(rows.map((row) => row.key))
  const unknown = wanted.filter((key) => !known.has(key))
  if (unknown.length > 0) {
    throw new DomainError('unknown_permission', `The system does not know ${unknown.slice(0, 10).join(', ')}.`)
  }
  return rows.map((row) => ({
    key: row.key,
    accessLevel: row.accessLevel as AccessLevel,
    categories: row.categories as RiskCategory[],
  }))
}

/** Stores a set of permissions once, however many grants and sessions hold it. Returns its UUID. */
export async function storePermissionSet(tx: Tx, ctx: Context, permissions: readonly Permission[]): Promise<string> {
  const keys = permissions.map((permission) => permission.key).sort()
  const digest = createHash('sha256').update(keys.join('\n')).digest('hex')
  const { orgId } = ctx
  const counts = countPermissions(permissions)
  const row = await tx.permissionSet.upsert({
    where: { orgId_digest: { orgId, digest } },
    update: {},
    create: {
      orgId,
      id: newId(ctx.now),
      digest,
      permissions: keys,
      permissionCount: keys.length,
      levels: counts.byLevel,
      categories: counts.byCategory,
      createdAt: ctx.now,
    },
  })
  return row.id
}
