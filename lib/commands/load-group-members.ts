import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** The members with these public ids. @throws DomainError `not_found` where one is not here */
export async function loadGroupMembers(tx: Tx, { orgId }: Context, publicIds: readonly string[]) {
  const ids = [...new Set(publicIds)].map((id) => fromPublicId('member', id))
  const members = await tx.member.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })
  if (members.length < ids.length) throw notFound('member')
  return members
}
