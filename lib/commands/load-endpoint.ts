import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** An endpoint by its public id. @throws DomainError `not_found` */
export async function loadEndpoint(tx: Tx, { orgId }: Context, publicId: string) {
  const endpoint = await tx.endpoint.findUnique({
    where: { orgId_id: { orgId, id: fromPublicId('endpoint', publicId) } },
  })
  if (!endpoint) throw notFound('endpoint')
  return endpoint
}
