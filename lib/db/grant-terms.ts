import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { type GrantTerms, grantTerms } from '@/lib/domain/grant-terms'

type Reads = Tx | PrismaClient

async function readRow(db: Reads, orgId: string, id: string) {
  return db.delegationGrant.findUnique({
    where: { orgId_id: { orgId, id } },
    include: {
      principal: true,
      actor: true,
      owner: true,
      targets: { include: { permissionSet: { select: { permissions: true } } } },
      windows: { orderBy: { position: 'asc' } },
    },
  })
}
type GrantRow = NonNullable<Awaited<ReturnType<typeof readRow>>>

/** Null where it is not known what it allows, as of a grant that was seen elsewhere. A grant that has begun ends when it
 *  ends: its length counted from the approval. */
function toTerms(row: GrantRow): GrantTerms | null {
  const hasBegun = row.decidedAt !== null
  const parsed = grantTerms.safeParse({
    ...row,
    targets: row.targets.map(({ systemId, permissionSet, resources, tenants }) => {
      return { systemId, permissions: permissionSet?.permissions ?? [], resources, tenants }
    }),
    durationSeconds: hasBegun ? null : row.durationSeconds,
    maxChainDepth: row.maxChainDepth ?? 0,
  })
  return parsed.data ?? null
}

/** A grant with the terms it stands on; null where there is none. For commands, which change them, and queries, which show. */
export async function readGrantTerms(db: Reads, orgId: string, grantId: string) {
  const row = await readRow(db, orgId, grantId)
  return row && { row, terms: toTerms(row) }
}
