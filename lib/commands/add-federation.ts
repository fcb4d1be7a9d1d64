import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { loadIssuer } from '@/lib/commands/load-issuer'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { conditionFault, conditionsInput } from '@/lib/domain/federation'
import { newId, toPublicId } from '@/lib/id'

/** `issuer` is a trusted one, by public id or as tokens name it; `audience` must be among a token's `aud`. */
export const addFederationInput = z.object({
  clientId: z.string(),
  issuer: z.string().trim().min(1).max(500),
  audience: z.string().trim().min(1, 'Name the audience that the tokens are for.').max(500),
  conditions: conditionsInput,
})

/** Lets an ID token of a trusted issuer be the client, if it says what the conditions ask for. Conditions that would let in
 *  everybody of an issuer, or a whole organisation of GitHub's, are refused.
 *  @throws DomainError `not_found`, `conditions_too_wide`, `already_exists`, `wrong_status` */
export async function addFederation(
  ctx: Context,
  input: z.output<typeof addFederationInput>,
): Promise<{ federationId: string }> {
  authorize(ctx, 'manage-clients')
  const id = newId(ctx.now)
  const { audience, conditions } = input
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    const issuer = await loadIssuer(tx, ctx, input.issuer)
    if (issuer.status === 'disabled') throw new DomainError('wrong_status', `${issuer.name} is not trusted any more.`)
    const fault = conditionFault(issuer.issuer, conditions)
    if (fault) throw new DomainError('conditions_too_wide', fault)
    const key = { orgId: ctx.orgId, clientId: client.id, issuerId: issuer.id, audience }
    if (await tx.clientFederation.findFirst({ where: key })) {
      throw new DomainError('already_exists', 'This client takes tokens of this issuer for this audience already.')
    }
    await tx.clientFederation.create({ data: { ...key, id, conditions, createdAt: ctx.now } })
    const authMethods = [...new Set([...client.authMethods, 'federated'])]
    await tx.client.update({ where: { orgId_id: { orgId: ctx.orgId, id: client.id } }, data: { authMethods } })
    const data = { federationId: id, issuer: issuer.issuer, audience, conditions }
    return {
      result: { federationId: toPublicId('federation', id) },
      events: [clientEvent('client.federation-added', client, data)],
    }
  })
}
