import { z } from 'zod'
import { authorize } from '@/lib/domain/authorization'
import type { ClientRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import { decodeCursor, encodeCursor, pageRequest } from '@/lib/domain/page'
import { fromPublicId } from '@/lib/id'
import { readClientRows } from '@/lib/queries/read-client-rows'

/** Clients of an identity, those that check a system as resource server, or all. */
export const listClientsInput = z.object({
  identity: z.string().optional(),
  system: z.string().optional(),
  after: pageRequest.shape.after,
  limit: pageRequest.shape.limit,
})

/** Clients with how they prove themselves, newest first; `next` is the cursor of the page that follows. */
export async function listClients(
  ctx: Context,
  request: z.output<typeof listClientsInput>,
): Promise<{ rows: ClientRow[]; next: string | null }> {
  authorize(ctx, 'view-access')
  const { identity, system, limit } = request
  const before = decodeCursor(request.after)?.[1]
  const where = {
    ...(identity ? { identityId: fromPublicId('identity', identity) } : {}),
    ...(system ? { systems: { some: { systemId: fromPublicId('system', system) } } } : {}),
    ...(before ? { id: { lt: before } } : {}),
  }
  const read = await readClientRows(ctx, where, limit + 1)
  const rows = read.slice(0, limit)
  const last = rows.at(-1)
  const hasMore = read.length > limit && last !== undefined
  return { rows, next: hasMore ? encodeCursor([0, fromPublicId('client', last.id)]) : null }
}
