import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'

export const enableClientInput = z.object({ clientId: z.string(), reason: reasonInput })

/** Lets a disabled client authenticate again. What it is a client of must still be here.
 *  @throws DomainError `not_found`, `wrong_status` */
export async function enableClient(ctx: Context, input: z.output<typeof enableClientInput>) {
  authorize(ctx, 'manage-clients')
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    if (client.status === 'active') throw new DomainError('wrong_status', 'This client is enabled already.')
    if (client.identity.status === 'departed') {
      throw new DomainError('wrong_status', `${client.identity.name} has departed.`)
    }
    const where = { orgId_id: { orgId: ctx.orgId, id: client.id } }
    await tx.client.update({ where, data: { status: 'active', disabledAt: null } })
    return {
      result: { clientId: input.clientId, status: 'active' as const },
      events: [{ ...clientEvent('client.enabled', client), reason: input.reason }],
    }
  })
}
