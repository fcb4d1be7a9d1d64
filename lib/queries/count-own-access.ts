import { reader } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { liveSql } from '@/lib/queries/session-where'

/** How many sessions live in the reader's name; null for whoever is nobody that could be acted for. Needs `view-own-access`. */
export async function countOwnAccess(ctx: Context): Promise<{ live: number } | null> {
  authorize(ctx, 'view-own-access')
  const mine = await readOwnIdentities(reader(), ctx)
  if (mine.length === 0) return null
  const [row] = await reader().$queryRaw<{ live: number }[]>`
    select count(*)::int as live from delegated_sessions s
    where s.org_id = ${ctx.orgId}::uuid and s.principal_id = any(${mine}::uuid[]) and ${liveSql(ctx.now)}`
  return { live: row?.live ?? 0 }
}
