import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const revokeClientSecretInput = z.object({ clientId: z.string(), secretId: z.string() })

/** Ends one secret, the last one too: one that leaked must not wait for its successor. `left` says how many still work.
 *  Sessions that were issued with it go on. @throws DomainError `not_found`, also where it was revoked already */
export async function revokeClientSecret(
  ctx: Context,
  input: z.output<typeof revokeClientSecretInput>,
): Promise<{ clientId: string; left: number }> {
  authorize(ctx, 'manage-clients')
  const id = fromPublicId('secret', input.secretId)
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    const secret = client.secrets.find((each) => each.id === id)
    if (!secret) throw notFound('secret')
    await tx.clientSecret.update({ where: { orgId_id: { orgId: ctx.orgId, id } }, data: { revokedAt: ctx.now } })
    const data = { secretId: id, hint: secret.hint, left: client.secrets.length - 1 }
    return {
      result: { clientId: input.clientId, left: client.secrets.length - 1 },
      events: [clientEvent('client.secret-revoked', client, data)],
    }
  })
}
