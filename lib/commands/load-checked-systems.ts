import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** The systems that a client checks as resource server, by public ids or exact keys. @throws DomainError `not_found` */
export async function loadCheckedSystems(tx: Tx, ctx: Context, references: readonly string[]) {
  const isId = (reference: string) => /^sys_[0-9a-z]{26}$/.test(reference)
  const ids = references.filter(isId).map((id) => fromPublicId('system', id))
  const keys = references.filter((reference) => !isId(reference))
  const found = await tx.system.findMany({
    where: { orgId: ctx.orgId, OR: [{ id: { in: ids } }, { key: { in: keys } }] },
    select: { id: true, key: true, name: true },
  })
  const isThere = (key: string) => found.some((system) => system.key === key)
  const missing = keys.find((key) => !isThere(key)) ?? ids.find((id) => !found.some((system) => system.id === id))
  if (missing) throw notFound('system')
  return found
}
