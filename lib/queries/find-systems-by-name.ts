import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const find = statement<{ id: string }>(
  'find-systems-by-name',
  `select y.id from systems y
   where y.org_id = $1 and (y.key = any($2::text[]) or y.resource_uri = any($2::text[]))
   order by y.tier, y.id limit 10`,
)

/** The systems (UUIDs) that a request names by key or resource URI, the most critical first: for the record of a refusal.
 *  Needs `issue-session`. */
export async function findSystemsByName(ctx: Context, names: readonly string[]): Promise<string[]> {
  authorize(ctx, 'issue-session')
  if (names.length === 0) return []
  return (await find([ctx.orgId, names])).map(({ id }) => id)
}
