import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** A system (UUID) and what it may be called in a request or a token: its key, and its resource URI where it has one. */
export type NamedSystem = { id: string; names: string[] }

const list = statement<NamedSystem>(
  'list-system-names',
  `select y.id, array_remove(array[y.key, y.resource_uri], null) names
  from unnest($2::uuid[]) i (id) join systems y on y.org_id = $1 and y.id = i.id`,
)

/** The names of these systems. @throws DomainError `unavailable` */
export async function listSystemNames(ctx: Context, systemIds: readonly string[]): Promise<NamedSystem[]> {
  authorize(ctx, 'check-session')
  return list([ctx.orgId, systemIds])
}
