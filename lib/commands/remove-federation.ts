import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const removeFederationInput = z.object({ clientId: z.string(), federationId: z.string() })

/** No token of that issuer is this client any more. Sessions that it has go on. @throws DomainError `not_found` */
export async function removeFederation(
  ctx: Context,
  input: z.output<typeof removeFederationInput>,
): Promise<{ clientId: string }> {
  authorize(ctx, 'manage-clients')
  const id = fromPublicId('federation', input.federationId)
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    const { orgId } = ctx
    const federation = await tx.clientFederation.findFirst({
      where: { orgId, id, clientId: client.id },
      include: { issuer: { select: { issuer: true } } },
    })
    if (!federation) throw notFound('federation')
    await tx.clientFederation.delete({ where: { orgId_id: { orgId, id } } })
    const { audience, conditions } = federation
    const data = { federationId: id, issuer: federation.issuer.issuer, audience, conditions }
    return {
      result: { clientId: input.clientId },
      events: [clientEvent('client.federation-removed', client, data)],
    }
  })
}
