import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** An identity that is still here, by public id or exact name.
 *  @throws DomainError `not_found`, `ambiguous` where several have the name, `wrong_status` where it has departed */
export async function loadIdentity(tx: Tx, ctx: Context, reference: string) {
  const { orgId } = ctx
  const isId = /^idn_[0-9a-z]{26}$/.test(reference)
  const where = isId ? { orgId, id: fromPublicId('identity', reference) } : { orgId, name: reference }
  const found = await tx.identity.findMany({ where, take: 2 })
  const [identity] = found
  if (!identity) throw notFound('identity')
  if (found.length > 1) {
    throw new DomainError('ambiguous', 'Several identities have this name. Say which by its id (idn_…).')
  }
  if (identity.status === 'departed') throw new DomainError('wrong_status', `${identity.name} has departed.`)
  return identity
}
