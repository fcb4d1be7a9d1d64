import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** A trusted issuer, by public id or by what tokens name it. @throws DomainError `not_found` */
export async function loadIssuer(tx: Tx, ctx: Context, reference: string) {
  const { orgId } = ctx
  const isId = /^iss_[0-9a-z]{26}$/.test(reference)
  const where = isId ? { orgId, id: fromPublicId('issuer', reference) } : { orgId, issuer: reference }
  const issuer = await tx.trustedIssuer.findFirst({ where })
  if (!issuer) throw notFound('trusted issuer')
  return issuer
}
