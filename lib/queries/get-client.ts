import { authorize } from '@/lib/domain/authorization'
import type { ClientRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'
import { readClientRows } from '@/lib/queries/read-client-rows'

/** One client. Needs `view-access`. @throws DomainError `not_found` */
export async function getClient(ctx: Context, publicId: string): Promise<ClientRow> {
  authorize(ctx, 'view-access')
  const [client] = await readClientRows(ctx, { id: fromPublicId('client', publicId) }, 1)
  if (!client) throw notFound('client')
  return client
}
