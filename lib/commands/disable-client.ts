import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'

export const disableClientInput = z.object({ clientId: z.string(), reason: reasonInput })

/** Lets a client do nothing any more: it cannot authenticate, and its sessions are not active for whoever asks, until it is
 *  enabled again. @throws DomainError `not_found`, `wrong_status` */
export async function disableClient(ctx: Context, input: z.output<typeof disableClientInput>) {
  authorize(ctx, 'manage-clients')
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    if (client.status === 'disabled') throw new DomainError('wrong_status', 'This client is disabled already.')
    const where = { orgId_id: { orgId: ctx.orgId, id: client.id } }
    await tx.client.update({ where, data: { status: 'disabled', disabledAt: ctx.now } })
    return {
      result: { clientId: input.clientId, status: 'disabled' as const },
      events: [{ ...clientEvent('client.disabled', client), reason: input.reason }],
    }
  })
}
