import { z } from 'zod'
import { checkPublicKeys } from '@/lib/commands/check-public-keys'
import { loadCheckedSystems } from '@/lib/commands/load-checked-systems'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { mutate, Prisma } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { AuthMethod } from '@/lib/domain/client'
import { clientTerms, requireKeys } from '@/lib/domain/client-terms'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

/** What is not named stays as it is; `jwks: null` takes the keys away. */
export const changeClientInput = clientTerms.partial().extend({ clientId: z.string() })

type Change = z.output<typeof changeClientInput>

/** What was changed, as it was: what stayed is left out. Keys are told by number only. */
function before(client: Record<string, unknown>, change: Record<string, unknown>) {
  return Object.fromEntries(Object.keys(change).flatMap((name) => (name in client ? [[name, client[name]]] : [])))
}

/** Changes what a client may do and how it proves itself. From the next request on; sessions that it has go on.
 *  @throws DomainError `not_found`, `invalid_keys`, `nothing_to_change` */
export async function changeClient(ctx: Context, input: Change): Promise<{ clientId: string }> {
  authorize(ctx, 'manage-clients')
  const { clientId, systems, jwks: given, ...terms } = input
  const keys = checkPublicKeys(given)
  if (!systems && given === undefined && Object.keys(terms).length === 0) {
    throw new DomainError('nothing_to_change', 'Say what is to be changed.')
  }
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, clientId)
    const authMethods = client.authMethods as AuthMethod[]
    requireKeys({ authMethods, jwksUri: client.jwksUri, ...terms, jwks: given === undefined ? client.jwks : keys })
    const { orgId, id } = client
    const jwks = given === undefined ? {} : { jwks: keys ?? Prisma.DbNull }
    await tx.client.update({ where: { orgId_id: { orgId, id } }, data: { ...terms, ...jwks } })
    const found = systems && (await loadCheckedSystems(tx, ctx, systems))
    if (found) {
      await tx.clientSystem.deleteMany({ where: { orgId, clientId: id } })
      await tx.clientSystem.createMany({ data: found.map((system) => ({ orgId, clientId: id, systemId: system.id })) })
    }
    const now = { ...terms, ...(found ? { systems: found.map((system) => system.key) } : {}) }
    const data = {
      ...now,
      ...(given === undefined ? {} : { keys: keys?.keys.length ?? 0 }),
      was: before(client, terms),
    }
    return { result: { clientId }, events: [clientEvent('client.changed', client, data)] }
  })
}
