import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { type IdentityKind, needsOwner } from '@/lib/domain/identity'
import { fromPublicId } from '@/lib/id'

/** The one who shall answer for something, by public id; null where nobody is named. Errors: `not_found`; `not_an_owner`
 *  for what cannot answer for anything (only people and teams who are still here can). */
export async function loadOwner(
  tx: Tx,
  ctx: Context,
  publicId: string | null | undefined,
): Promise<{ id: string; name: string } | null> {
  if (!publicId) return null
  const id = fromPublicId('identity', publicId)
  const owner = await tx.identity.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!owner) throw notFound('identity')
  if (needsOwner(owner.kind as IdentityKind) || owner.status !== 'active') {
    throw new DomainError('not_an_owner', 'An owner is a person or a team who is still here.')
  }
  return { id, name: owner.name }
}
